import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadSafetensors } from "../../model/safetensors/read.ts";
import { type TensorToWrite, writeSafetensors } from "../../model/safetensors/write.ts";
import { type ModelSource, openModel } from "../../model/source.ts";
import { denseOf, readFloats } from "../../model/testing/dense.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { goldenFolder, goldenLlama } from "../../model/testing/golden-llama.ts";
import { relativeDifference } from "../../model/testing/relative-difference.ts";
import { type TinyLlama, writeTinyFolder, writeTinyGguf } from "../../model/testing/tiny-llama.ts";
import { type PrepareOptions, prepareWeights } from "../../model/weights/prepare.ts";
import type { PreparedWeights } from "../../model/weights/prepared.ts";
import { blockEncodings } from "../../model/weights/types.ts";
import type { Example } from "./examples.ts";
import { lossAndGradients } from "./testing/step.ts";

const root = temporaryFolder();
const sequences = [[3, 9, 17, 30, 2, 11, 5], [8, 8, 1], Array.from({ length: 20 }, (_, i) => (7 * i) % 31)];
const examples = sequences.map(
  (ids): Example => ({
    ids,
    lossWeights: Float32Array.from(ids, (_, i) => (i === 0 ? 0 : 1)),
  }),
);

let made = 0;
const prepare = (source: ModelSource, options: Omit<PrepareOptions, "cacheDir">) =>
  prepareWeights(source, { ...options, cacheDir: join(root, "cache") });

/** The same model in f32, each matrix as the quantised one stands for it, computed by the formulas and not by a kernel. */
async function dequantised(size: Partial<TinyLlama>, { tensors }: ModelSource, weights: PreparedWeights) {
  const folder = join(root, `f32-${made++}`);
  await writeTinyFolder(folder, { ...size, encoding: "f32" });
  const dense = new Map<string, TensorToWrite>();
  for (const { name, shape } of tensors.values()) {
    const [out, input] = shape;
    const values =
      input === undefined
        ? await readFloats(weights.vector(name, out!))
        : await denseOf(weights.matrix(name, [out!, input]));
    dense.set(name, { shape, values });
  }
  await writeSafetensors(join(folder, "model.safetensors"), dense, { format: "pt" });
  return prepare(await openModel(folder), { precision: "f32" });
}

async function expectSameStep(size: Partial<TinyLlama>, source: ModelSource, weights: PreparedWeights) {
  const { config } = source;
  const expected = await lossAndGradients({ config, weights: await dequantised(size, source, weights) }, examples);
  const actual = await lossAndGradients({ config, weights }, examples);
  expect([...actual.keys()]).toEqual([...expected.keys()]);
  for (const [name, values] of expected) expect(relativeDifference(actual.get(name)!, values), name).toBeLessThan(2e-5);
}

describe("a training step over quantised weights is that over the f32 weights they stand for", () => {
  for (const [encoding, exact] of [...blockEncodings.map((name) => [name, false] as const), ["q8_0", true] as const])
    it(`GGUF blocks of ${encoding}${exact ? ", 8-bit blocks as f32" : ""}`, async () => {
      const wide = encoding.endsWith("_k") ? { dModel: 256, heads: 8, kvHeads: 1, headDim: 32, dMlp: 256 } : {};
      const size: Partial<TinyLlama> = { vocab: 32, biases: "qkv", ...wide };
      const path = join(root, `${encoding}-${exact}.gguf`);
      writeTinyGguf(path, { ...size, encoding });
      const source = await openModel(path);
      const weights = await prepare(source, { precision: "native", exact });
      await expectSameStep(size, source, weights);
    });

  for (const doubleQuant of [false, true])
    it(`NF4${doubleQuant ? ", double quantised" : ""}`, async () => {
      const size: Partial<TinyLlama> = { vocab: 32, biases: "qkv", encoding: "bf16" };
      const folder = join(root, `nf4-${doubleQuant}`);
      await writeTinyFolder(folder, size);
      const source = await openModel(folder);
      const weights = await prepare(source, { precision: "nf4", doubleQuant });
      expect(weights.matrix("model.layers.0.mlp.up_proj.weight", [96, 64]).kind).toBe("nf4");
      await expectSameStep(size, source, weights);
    });
});

describe("a training step over NF4 against peft on bitsandbytes' values", () => {
  for (const name of ["nf4", "double"] as const)
    it(name === "nf4" ? "blocks of 64" : "with double quantisation", async () => {
      const { config, case: golden, expected: base } = await goldenLlama("tied");
      const { tensors } = await loadSafetensors(join(goldenFolder("."), "finetune_nf4.safetensors"));
      const folder = join(root, `golden-${name}`);
      cpSync(goldenFolder("llama/tied"), folder, { recursive: true });
      const configJson = JSON.parse(readFileSync(join(folder, "config.json"), "utf8"));
      writeFileSync(
        join(folder, "config.json"),
        JSON.stringify({ ...configJson, architectures: ["LlamaForCausalLM"] }),
      );
      const source = await openModel(folder);
      const weights = await prepare(source, { precision: "nf4", doubleQuant: name === "double" });
      const { r: rank, lora_alpha: alpha, target_modules: targets } = golden.adapter;
      const adapter = new Map([...base].map(([key, { values }]) => [key, values]));
      const texts = golden.sequences.map(
        (ids, i): Example => ({
          ids,
          lossWeights: Float32Array.from(golden.labels[i]!, (label) => (label === -100 ? 0 : 1)),
        }),
      );
      const lora = { rank, alpha, rsLora: false, dropout: 0, targets };
      const outputs = await lossAndGradients({ config, weights }, texts, { lora, adapter });
      let compared = 0;
      for (const [key, { values }] of tensors) {
        if (!key.startsWith(`${name}.`)) continue;
        const output = key.replace(`${name}.`, "").replace("grad.", "grad.lora.");
        expect(relativeDifference(outputs.get(output)!, values), key).toBeLessThan(1e-5);
        compared++;
      }
      expect(compared).toBe(outputs.size);
      // It is not the unquantised model that was compared.
      expect(relativeDifference(outputs.get("loss")!, base.get("loss")!.values)).toBeGreaterThan(1e-3);
    });
});
