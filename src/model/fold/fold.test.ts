import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { directionTap } from "../directions/about.ts";
import { goldenFormats, goldenFormatsFolder } from "../directions/formats/testing/golden.ts";
import { steeredLogits } from "../directions/formats/testing/steered-logits.ts";
import { openModel } from "../source.ts";
import type { Steer } from "../steering/types.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { goldenLlama } from "../testing/golden-llama.ts";
import { relativeDifference } from "../testing/relative-difference.ts";
import { tinyLlama, writeTinyFolder, writeTinyGguf } from "../testing/tiny-llama.ts";
import { prepareWeights } from "../weights/prepare.ts";
import { readTensor } from "../weights/read-tensor.ts";
import { foldSteering } from "./fold.ts";

const folder = temporaryFolder();
const sequences = [Array.from({ length: 24 }, (_, i) => (i * 37 + 11) % 67), [3, 1, 4]];

/** Adds a random vector at each of the layers, twice at the last. */
function steeringOf(layers: readonly number[], width = tinyLlama.dModel): Steer[] {
  return [...layers, layers.at(-1)!].map((layer, i) => {
    const vector = Float32Array.from(normals(width, randomStream(5, `v${i}`)));
    return { kind: "add", tap: directionTap(layer), vector, positions: "all" };
  });
}

async function logitsOf(path: string, steering: readonly Steer[] = [], ids = sequences): Promise<Float32Array> {
  const source = await openModel(path);
  const weights = await prepareWeights(source, { precision: "native", exact: true, cacheDir: join(folder, "cache") });
  return steeredLogits({ config: source.config, weights }, ids, steering);
}

async function expectSame(base: string, folded: string, steering: readonly Steer[]): Promise<void> {
  const steered = await logitsOf(base, steering);
  expect(relativeDifference(await logitsOf(folded), steered)).toBeLessThan(1e-5);
  expect(relativeDifference(await logitsOf(base), steered)).toBeGreaterThan(1e-2);
}

describe("a model with steering in its biases has the logits of the model that is steered", () => {
  it.each([
    ["f32", "none", [0, 1]],
    ["f16", "all", [1]],
    ["q8_0", "none", [0]],
    ["q4_1", "all", [0, 1]],
  ] as const)("a GGUF of %s with biases %s, at layers %j", async (encoding, biases, layers) => {
    const [base, folded] = ["base", "folded"].map((name) => join(folder, `${encoding}-${name}.gguf`)) as [
      string,
      string,
    ];
    const metadata = { "general.file_type": 7, "tokenizer.chat_template": "{{ messages }}" };
    writeTinyGguf(base, { encoding, biases, dMlp: 128 }, metadata);
    const steering = steeringOf(layers);
    await foldSteering(await openModel(base), steering, folded);
    await expectSame(base, folded, steering);
    const [before, after] = [await openModel(base), await openModel(folded)];
    expect(after.metadata).toEqual(before.metadata);
    const own = biases === "all" ? 0 : layers.length;
    expect(after.tensors.size).toBe(before.tensors.size + own);
    // All else lies there as it did.
    for (const [name, tensor] of before.tensors)
      if (!name.endsWith("down_proj.bias")) {
        expect(after.tensors.get(name)!.encoding).toBe(tensor.encoding);
        expect(await readTensor(after.tensors.get(name)!)).toEqual(await readTensor(tensor));
      }
  });

  it.each([
    ["f32", "none"],
    ["bf16", "all"],
    ["f16", "qkv"],
  ] as const)("a folder of %s with biases %s", async (encoding, biases) => {
    const [base, folded] = [join(folder, `${encoding}-base`), join(folder, `${encoding}-folded`)];
    await writeTinyFolder(base, { encoding, biases }, { torch_dtype: "bfloat16", eos_token_id: 7 });
    writeFileSync(join(base, "chat_template.jinja"), "{{ messages }}");
    const steering = steeringOf([1]);
    await foldSteering(await openModel(base), steering, folded);
    await expectSame(base, folded, steering);
    const json = (path: string) => JSON.parse(readFileSync(join(path, "config.json"), "utf8")) as object;
    expect(json(folded)).toEqual({ ...json(base), mlp_bias: true });
    expect(existsSync(join(folded, "chat_template.jinja"))).toBe(true);
    const { tensors } = await openModel(folded);
    for (const layer of [0, 1])
      for (const name of ["gate_proj", "up_proj", "down_proj"])
        expect(tensors.has(`model.layers.${layer}.mlp.${name}.bias`)).toBe(true);
  });

  it("a Mistral, which has no biases in transformers, as a Llama of its window's length", async () => {
    const [base, folded] = [join(folder, "mistral"), join(folder, "mistral-folded")];
    const mistral = { architectures: ["MistralForCausalLM"], model_type: "mistral", sliding_window: 48 };
    await writeTinyFolder(base, {}, mistral);
    const steering = steeringOf([0]);
    await foldSteering(await openModel(base), steering, folded);
    await expectSame(base, folded, steering);
    expect(JSON.parse(readFileSync(join(folded, "config.json"), "utf8"))).toMatchObject({
      architectures: ["LlamaForCausalLM"],
      model_type: "llama",
      max_position_embeddings: 48,
      num_key_value_heads: 2,
      mlp_bias: true,
    });
  });

  it("and transformers computes the same with the folder that is written", async () => {
    const { sequences: ids } = (await goldenLlama("tied")).case;
    const [base, folded] = [join(folder, "golden-base"), join(folder, "golden-folded")];
    await writeTinyFolder(base, { dModel: 32, headDim: 8, dMlp: 48, vocab: 67 });
    const steering = steeringOf([0, 1], 32);
    await foldSteering(await openModel(base), steering, folded);
    for (const name of ["config.json", "model.safetensors"])
      expect(readFileSync(join(folded, name)), name).toEqual(readFileSync(join(goldenFormatsFolder, "folded", name)));
    const expected = Float32Array.from(goldenFormats.folded);
    expect(relativeDifference(await logitsOf(base, steering, ids), expected)).toBeLessThan(1e-5);
    expect(relativeDifference(await logitsOf(folded, [], ids), expected)).toBeLessThan(1e-5);
  });
});

describe("what no bias can do is refused with the reason", () => {
  const add = steeringOf([0])[0] as Extract<Steer, { kind: "add" }>;
  const direction = Float32Array.from({ length: tinyLlama.dModel }, (_, i) => (i === 0 ? 1 : 0));

  it.each<[string, Steer[], string]>([
    [
      "ablation",
      [{ kind: "hold", tap: add.tap, direction, low: 0, high: 0, positions: "all" }],
      "each token's own projection",
    ],
    [
      "a floor",
      [add, { kind: "hold", tap: add.tap, direction, low: 1, high: Number.POSITIVE_INFINITY, positions: "all" }],
      "each token's own projection",
    ],
    ["the response alone", [{ ...add, positions: "response" }], "acts at every token"],
    ["the prompt alone", [{ ...add, positions: "prompt" }], "acts at every token"],
    ["another tap", [{ ...add, tap: "layers.0.resid_mid" }], "layers.0.resid_mid cannot be folded"],
    ["a layer that is not there", [{ ...add, tap: directionTap(2) }], "layers 0 to 1"],
    ["a number that is none", [{ ...add, vector: add.vector.map(() => Number.NaN) }], "64 finite numbers"],
    ["nothing", [], "no steering to fold"],
  ])("%s", async (_, steering, message) => {
    const base = join(folder, "refused.gguf");
    writeTinyGguf(base);
    const target = join(folder, "never.gguf");
    await expect(foldSteering(await openModel(base), steering, target)).rejects.toThrow(message);
    expect(existsSync(target)).toBe(false);
  });

  it("and so is the model itself as the target; an abort leaves nothing", async () => {
    const base = join(folder, "itself.gguf");
    writeTinyGguf(base);
    const source = await openModel(base);
    await expect(foldSteering(source, [add], base)).rejects.toThrow("is the model that is to be folded");
    const target = join(folder, "aborted.gguf");
    const signal = AbortSignal.abort(new Error("stop"));
    await expect(foldSteering(source, [add], target, { signal })).rejects.toThrow("stop");
    expect(existsSync(target)).toBe(false);
  });
});
