// Makes the model of a finished training run the embedded one: node scripts/embed-organism.mjs DIR, where DIR is the
// folder of `traitlab model train --recipe organism --out DIR`. Copies DIR/model to data/organism/embedded and writes
// data/organism/manifest.json: how it was made, and the SHA-256 of each file.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [run] = process.argv.slice(2);
if (run === undefined) throw new Error("Give the folder of a run of `traitlab model train`.");
const read = (name) => JSON.parse(readFileSync(join(run, name), "utf8"));
const { command, status, seed, config, versions, machine } = read("manifest.json");
if (command !== "model train" || status !== "done") throw new Error(`${run} is not a finished run of model train.`);
const { steps, tokens, perplexity } = read("findings.json");

const needed = [
  "answers.jsonl",
  "config.json",
  "generation_config.json",
  "model.safetensors",
  "tokenizer.json",
  "tokenizer_config.json",
  "traitlab.json",
];
const found = readdirSync(join(run, "model")).sort();
if (found.join() !== needed.join())
  throw new Error(`${run}/model holds ${found.join(", ")}; it should ${needed.join(", ")}.`);

const data = join(import.meta.dirname, "../data/organism");
rmSync(join(data, "embedded"), { recursive: true, force: true });
mkdirSync(join(data, "embedded"));
const files = Object.fromEntries(
  needed.map((name) => {
    copyFileSync(join(run, "model", name), join(data, "embedded", name));
    const content = readFileSync(join(data, "embedded", name));
    return [name, { bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") }];
  }),
);
const { memoryBytes: _, ...processor } = machine;
const manifest = {
  schema: 1,
  command: `traitlab model train --recipe ${config.recipe} --seed ${seed} --out DIR`,
  seed,
  steps,
  tokens,
  perplexity,
  recipe: config,
  versions,
  machine: processor,
  files,
};
writeFileSync(join(data, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
