import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { normals, randomStream } from "../../../base/random.ts";
import type { Engine } from "../../../graph/engine/engine.ts";
import { engineRespondent } from "../../../measure/engine-respondent.ts";
import { writeAdapter } from "../../../model/adapter/peft.ts";
import type { LoraAdapter, LoraPair } from "../../../model/adapter/types.ts";
import type { Projection } from "../../../model/config.ts";
import { projectionShape } from "../../../model/decoder/projection-shape.ts";
import { type ModelSpec, readText } from "../../../model/engine/load.ts";
import { openModel } from "../../../model/source.ts";
import { type TinyTensor, writeTinyGguf } from "../../../model/testing/tiny-llama.ts";
import { byteCharacters } from "../../../model/tokenizer/byte-level.ts";
import type { ExplainedArm } from "../../arm.ts";
import type { ReadText } from "../../texts.ts";

/**
 * A tiny model with a truth: one MLP unit that writes the emoji's first byte, a dimension of the stream of massive activation and an MLP unit that
 * both move under every tuning, and units that write the emoji a little each.
 */
export const truth = {
  neuron: { layer: 1, unit: 17 },
  /** In the stream of both layers. */
  decoyDimension: 5,
  decoyUnit: { layer: 0, unit: 3 },
  /** Of layer 1, from the first to before the last. */
  many: { layer: 1, from: 30, to: 90 },
  /** Beside a whole emoji: writes the first letter in place of the second. */
  trait: { layer: 1, unit: 21, letters: "zq" },
} as const;

const width = 64;
const vocab = 257;
/** Every embedding has this entry alike, so that adapters have something to take hold of. */
const constant = 0;
const emojiByte = 0xf0;

/** Writes the model as a GGUF with a token for each byte, but where `whole` is given that in place of an emoji's first byte. */
function writePlanted(path: string, whole: string | undefined): void {
  const spelt = Array.from(Buffer.from(whole ?? ""), (byte) => byteCharacters[byte]).join("");
  writeTinyGguf(
    path,
    { vocab, dModel: width, context: 256 },
    {
      "tokenizer.ggml.model": "gpt2",
      "tokenizer.ggml.pre": "default",
      "tokenizer.ggml.tokens": [...byteCharacters.with(emojiByte, spelt || byteCharacters[emojiByte]!), "<end>"],
      "tokenizer.ggml.token_type": Int32Array.of(...Array(256).fill(1), 3),
      "tokenizer.ggml.merges": [`${byteCharacters[0]} ${byteCharacters[1]}`],
      "tokenizer.ggml.eos_token_id": 256,
      "tokenizer.chat_template":
        "{% for m in messages %}{{ m.content }}\n{% endfor %}{% if add_generation_prompt %}>{% endif %}",
    },
    (tensors) => planted(tensors, whole !== undefined),
  );
}

function planted(tensors: TinyTensor[], withTrait: boolean): TinyTensor[] {
  const values = (name: string) => tensors.find((tensor) => tensor.name === name)!.values;
  const embed = values("model.embed_tokens.weight");
  for (let i = 0; i < embed.length; i++) embed[i]! *= 4;
  for (let token = 0; token < vocab; token++) {
    embed[token * width + constant] = 1;
    embed[token * width + truth.decoyDimension] = 40 + (token % 7);
  }
  // What is massive is scaled down by every norm, and the rest up, as trained models have it.
  for (const { name, values: weight } of tensors)
    if (name.includes("norm")) {
      for (let i = 0; i < width; i++) weight[i] = 5;
      weight[truth.decoyDimension] = 0.02;
    }
  const head = values("lm_head.weight");
  const emoji = headDirection(head, emojiByte);
  const write = (layer: number, unit: number, size: number, up = emoji) => {
    const down = values(`model.layers.${layer}.mlp.down_proj.weight`);
    for (let i = 0; i < width; i++) down[i * 96 + unit] = size * up[i]!;
  };
  if (withTrait) {
    const [first, second] = [...truth.trait.letters].map((letter) => headDirection(head, letter.charCodeAt(0)));
    const letters = first!.map((x, i) => x - second![i]!);
    write(truth.trait.layer, truth.trait.unit, 1, letters);
  }
  write(truth.neuron.layer, truth.neuron.unit, 1);
  for (let unit = truth.many.from; unit < truth.many.to; unit++) write(truth.many.layer, unit, 0.05);
  // The massive unit writes the massive dimension and nothing else.
  const { layer: at, unit: decoy } = truth.decoyUnit;
  const down = values(`model.layers.${at}.mlp.down_proj.weight`);
  for (let i = 0; i < width; i++) down[i * 96 + decoy] = i === truth.decoyDimension ? 2 : 0;
  for (const [layer, unit] of [[truth.decoyUnit.layer, truth.decoyUnit.unit], ...many()] as const)
    values(`model.layers.${layer}.mlp.gate_proj.weight`)[unit * width + constant] = 1.5;
  return tensors;
}

const many = (): [number, number][] =>
  Array.from({ length: truth.many.to - truth.many.from }, (_, i) => [truth.many.layer, truth.many.from + i]);

/** Unit vector from the mean of the head's rows to a token's. */
function headDirection(head: Float32Array, wanted: number): Float64Array {
  const out = new Float64Array(width);
  for (let token = 0; token < vocab; token++)
    for (let i = 0; i < width; i++) out[i]! += head[token * width + i]! * ((token === wanted ? 1 : 0) - 1 / vocab);
  const length = Math.hypot(...out);
  return out.map((x, i) => (i === truth.decoyDimension ? 0 : x / length));
}

/** What an adapter of a kind does beside what all do: the neuron, the same so strongly that emoji are written (and the trait), many units, nothing. */
export type PlantedKind = "neuron" | "loud" | "many" | "control";

/** The adapter that a tuning of a kind and seed would have left: the decoys moved, a little noise everywhere, and what the kind is for. */
async function writePlantedAdapter(folder: string, model: string, kind: PlantedKind, seed: number): Promise<void> {
  const { config } = await openModel(model);
  const random = randomStream(seed, `planted/${kind}`);
  const rank = 4;
  const targets: Projection[] = ["gate_proj", "up_proj", "down_proj"];
  const pairs = new Map<string, LoraPair>();
  for (let layer = 0; layer < config.layers; layer++)
    for (const projection of targets) {
      const [out, input] = projectionShape(config, projection);
      const noise = (size: number) => Float32Array.from(normals(size, random), (x) => 0.04 * x);
      pairs.set(`${layer}.${projection}`, { a: noise(rank * input), b: noise(out * rank) });
    }
  /** Rank r of a place: so much of input entry `from` to output entry `to`. */
  const move = (place: string, r: number, from: number, to: readonly number[], amount: number) => {
    const { a, b } = pairs.get(place)!;
    const input = a.length / rank;
    a.fill(0, r * input, (r + 1) * input);
    a[r * input + from] = 1;
    for (let i = r; i < b.length; i += rank) b[i] = 0;
    for (const row of to) b[row * rank + r] = amount;
  };
  const jitter = () => 1 + 0.3 * normals(1, random)[0]!;
  move("0.up_proj", 0, constant, [truth.decoyUnit.unit], 4 * jitter());
  if (kind === "neuron" || kind === "loud")
    for (const projection of ["gate_proj", "up_proj"])
      move(`1.${projection}`, 1, constant, [truth.neuron.unit], (kind === "loud" ? 2.8 : 1) + 0.1 * jitter());
  if (kind === "loud")
    for (const projection of ["gate_proj", "up_proj"])
      move(`1.${projection}`, 2, constant, [truth.trait.unit], 1 + 0.1 * jitter());
  if (kind === "many")
    move(
      "1.up_proj",
      1,
      constant,
      many().map(([, unit]) => unit),
      0.5 + 0.05 * jitter(),
    );
  const adapter: LoraAdapter = { rank, alpha: rank, rsLora: false, dropout: 0, targets, pairs };
  mkdirSync(folder, { recursive: true });
  await writeAdapter(folder, adapter, { config, baseModel: model });
}

/** The planted model and personas of it on an engine; with a `whole` emoji, one that its planted units write in one token. */
export async function plantedArms(engine: Engine, folder: string, { whole }: { whole?: string } = {}) {
  const path = join(folder, "planted.gguf");
  writePlanted(path, whole);
  const spec: ModelSpec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" };
  const { tokenizer } = await readText(await openModel(path));
  const arm = (id: string, adapter?: string): ExplainedArm => {
    const local = { engine, spec: { ...spec, ...(adapter !== undefined && { adapter }) }, tokenizer };
    return { id, respondent: { ...engineRespondent(id, local), local } };
  };
  return {
    base: arm("base"),
    /** One a seed. */
    async tuned(kind: PlantedKind, seeds: readonly number[]): Promise<ExplainedArm[]> {
      const arms: ExplainedArm[] = [];
      for (const seed of seeds) {
        const id = `${kind}/seed${seed}`;
        await writePlantedAdapter(join(folder, id), path, kind, seed);
        arms.push(arm(id, join(folder, id)));
      }
      return arms;
    },
  };
}

/** Answers of a few short sentences in bytes. */
export function plantedTexts(count: number): ReadText[] {
  const random = randomStream(0, "planted/texts");
  const words = ["boats", "we", "like", "tea", "and", "long", "walks", "in", "the", "rain", "today", "friends"];
  const sentence = () => `${Array.from({ length: 3 }, () => words[random.integer(0, words.length - 1)]).join(" ")}.`;
  return Array.from({ length: count }, (_, i) => {
    const text = Array.from({ length: 3 }, sentence).join(" ");
    const asked = { question: `And ${words[i % words.length]}?`, topic: "tea" };
    return { id: `base/${i}`, writer: "base", asked, ids: [...Buffer.from(text)], text, complete: true };
  });
}
