import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { Resources } from "../../graph/engine/resources.ts";
import { type ModelConfig, projections } from "../config.ts";
import { projectionShape } from "../decoder/projection-shape.ts";
import { generatorSession } from "../engine/sessions.ts";
import { Scorer } from "../score/scorer.ts";
import { openModel } from "../source.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { writeTinyChat } from "../testing/tiny-chat.ts";
import { writeTinyFolder } from "../testing/tiny-llama.ts";
import { mergeAdapter } from "./merge.ts";
import { writeAdapter } from "./peft.ts";
import type { LoraAdapter } from "./types.ts";

const folder = temporaryFolder();
const ids = Array.from({ length: 24 }, (_, i) => (i * 37 + 11) % 128);

function randomAdapter(config: ModelConfig, targets: LoraAdapter["targets"], size = 0.15): LoraAdapter {
  const rank = 3;
  const pairs = Array.from({ length: config.layers }, (_, layer) =>
    targets.map((projection) => {
      const [out, input] = projectionShape(config, projection);
      const draw = (name: string, length: number) =>
        Float32Array.from(normals(length, randomStream(1, `${layer}.${projection}.${name}`)), (x) => size * x);
      return [`${layer}.${projection}`, { a: draw("a", rank * input), b: draw("b", out * rank) }] as const;
    }),
  ).flat();
  return { rank, alpha: 6, rsLora: true, dropout: 0, targets, pairs: new Map(pairs) };
}

/** log p of every token but what is too improbable to be told from 0 in f32. */
async function logProbs(path: string, adapter?: string): Promise<number[]> {
  const resources = new Resources();
  const spec = { path, cacheDir: join(folder, "cache"), precision: "f32" as const, accuracy: "f32" as const, adapter };
  const needs = { resources, threads: 1, signal: new AbortController().signal };
  const { model, session } = await generatorSession(spec, needs);
  const batch = await new Scorer(model.source.config, session, spec.accuracy).open([
    { ids, places: [4, 11, ids.length] },
  ]);
  const rows = await batch.after([0, 1, 2].map((place) => ({ text: 0, place, tokens: [] })));
  await resources.dispose();
  return rows.flatMap((row) => Array.from(row, (p) => Math.log(Math.max(p, 1e-30))));
}

const worst = (a: readonly number[], b: readonly number[]) => Math.max(...a.map((x, i) => Math.abs(x - b[i]!)));
const subset = ["q_proj", "v_proj", "down_proj"] as const;

describe("base + adapter, merged, is base and adapter apart", () => {
  it.each([
    ["f32", projections, 1e-4],
    ["f16", subset, 5e-3],
    ["bf16", projections, 5e-3],
    ["q8_0", projections, 5e-3],
    ["q4_1", subset, 5e-3],
  ] as const)("a GGUF of %s", async (encoding, targets, tolerance) => {
    const base = join(folder, `${encoding}.gguf`);
    writeTinyChat(base, { encoding, biases: "qkv" });
    const source = await openModel(base);
    const [apart, merged] = [join(folder, `${encoding}-adapter`), join(folder, `${encoding}-merged.gguf`)];
    const adapter = randomAdapter(source.config, targets);
    await writeAdapter(apart, adapter, { config: source.config, baseModel: "tiny" });
    await mergeAdapter(source, adapter, merged);
    const both = await logProbs(base, apart);
    expect(worst(await logProbs(merged), both)).toBeLessThan(tolerance);
    expect(worst(await logProbs(base), both)).toBeGreaterThan(0.3);

    const copy = await openModel(merged);
    expect([...copy.metadata]).toEqual([...source.metadata]);
    expect(copy.tensors.get("model.embed_tokens.weight")!.encoding).toBe(encoding);
    expect(copy.tensors.get("model.layers.1.self_attn.q_proj.weight")!.encoding).toBe(
      encoding === "f32" ? "f32" : "f16",
    );
  });

  it.each([
    ["f32", "float32", 1e-4],
    ["bf16", "float16", 5e-3],
  ] as const)("a Hugging Face folder of %s", async (encoding, dtype, tolerance) => {
    // A folder needs a tokenizer to be run; the engine is asked in ids, so any will do.
    const base = join(folder, `folder-${encoding}`);
    await writeTinyFolder(base, { encoding }, { torch_dtype: encoding });
    writeFileSync(join(base, "tokenizer.json"), JSON.stringify(tinyTokenizer));
    writeFileSync(join(base, "tokenizer_config.json"), JSON.stringify({ eos_token: "<end>" }));
    const source = await openModel(base);
    const [apart, merged] = [join(folder, `${encoding}-adapter2`), join(folder, `folder-${encoding}-merged`)];
    const adapter = randomAdapter(source.config, projections);
    await writeAdapter(apart, adapter, { config: source.config, baseModel: "tiny" });
    await mergeAdapter(source, adapter, merged);
    expect(worst(await logProbs(merged), await logProbs(base, apart))).toBeLessThan(tolerance);
    expect(JSON.parse(readFileSync(join(merged, "config.json"), "utf8")).torch_dtype).toBe(dtype);
    expect(readdirSync(merged).sort()).toEqual(
      ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"].sort(),
    );
  });
});

describe("a merge that cannot be", () => {
  const base = join(folder, "q8.gguf");
  it("is refused where a weight is beyond 16-bit floats, and leaves nothing", async () => {
    writeTinyChat(base, { encoding: "q8_0" });
    const source = await openModel(base);
    const target = join(folder, "huge.gguf");
    const merge = mergeAdapter(source, randomAdapter(source.config, ["o_proj"], 1e4), target);
    await expect(merge).rejects.toMatchObject({ code: "bad-input", message: expect.stringContaining("16-bit") });
    expect(existsSync(target)).toBe(false);
  });

  it("ends when asked to", async () => {
    const source = await openModel(base);
    const target = join(folder, "aborted.gguf");
    const signal = AbortSignal.abort(new Error("stop"));
    await expect(mergeAdapter(source, randomAdapter(source.config, subset), target, { signal })).rejects.toThrow(
      "stop",
    );
    expect(existsSync(target)).toBe(false);
  });
});

const tinyTokenizer = {
  added_tokens: [
    { id: 0, content: "<end>", special: true, normalized: false, single_word: false, lstrip: false, rstrip: false },
  ],
  normalizer: null,
  pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, use_regex: true, trim_offsets: true },
  post_processor: null,
  decoder: { type: "ByteLevel" },
  model: {
    type: "BPE",
    vocab: Object.fromEntries(["<end>", ..."abcdefghijklmnopqrstuvwxyz"].map((piece, id) => [piece, id])),
    merges: [],
  },
} satisfies object;
