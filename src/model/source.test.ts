import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openModel } from "./source.ts";
import { temporaryFolder } from "./testing/folder.ts";
import { tinyLlama, tinyTensors, writeTinyFolder, writeTinyGguf } from "./testing/tiny-llama.ts";
import { type TestValue, writeGguf } from "./testing/write-gguf.ts";
import { readTensor } from "./weights/read-tensor.ts";

const root = temporaryFolder();
let count = 0;
const fresh = () => join(root, String(count++));

const gguf = (metadata: Record<string, TestValue> = {}, options = {}) => {
  const path = `${fresh()}.gguf`;
  writeTinyGguf(path, options, metadata);
  return openModel(path);
};
const folder = async (config: Record<string, unknown> = {}, options = {}) => {
  const path = fresh();
  await writeTinyFolder(path, options, config);
  return openModel(path);
};

const config = {
  architecture: "llama",
  layers: 2,
  dModel: 64,
  heads: 4,
  kvHeads: 2,
  headDim: 16,
  dMlp: 96,
  vocab: 128,
  context: 64,
  rope: { theta: 10000, dims: 16, scaling: { kind: "none" } },
  tiedHead: false,
};

describe("openModel", () => {
  it("understands a GGUF and a folder of the same model alike", async () => {
    const models = [await gguf(), await folder()];
    for (const model of models) {
      expect(model.config).toMatchObject(config);
      expect(model.config.normEps).toBeCloseTo(1e-5, 12);
      expect([...model.tensors.keys()].sort()).toEqual(
        tinyTensors()
          .map(({ name }) => name)
          .sort(),
      );
      expect(model.notes).toEqual([]);
    }
    expect(models.map(({ kind }) => kind)).toEqual(["gguf", "folder"]);
  });

  it.each(["f32", "q8_0", "f16"] as const)(
    "gives a GGUF's q and k rows and biases in Hugging Face's order (%s)",
    async (encoding) => {
      const { tensors } = await gguf({}, { encoding, biases: "all" });
      const tolerance = { f32: 0, f16: 1e-3, q8_0: 1e-2 }[encoding];
      for (const { name, values } of tinyTensors({ biases: "all" })) {
        const read = await readTensor(tensors.get(name)!);
        const worst = values.reduce((most, value, i) => Math.max(most, Math.abs(read[i]! - value)), 0);
        expect(worst).toBeLessThanOrEqual(tolerance);
      }
    },
  );

  it("sees a tied head in either kind of file, and drops the copy that a folder may hold", async () => {
    const tied = [await gguf({}, { tiedHead: true }), await folder({}, { tiedHead: true })];
    const copy = await folder({ tie_word_embeddings: true });
    for (const { config, tensors } of [...tied, copy]) {
      expect(config.tiedHead).toBe(true);
      expect(tensors.has("lm_head.weight")).toBe(false);
    }
  });

  it("leaves out tables that are computed", async () => {
    const path = `${fresh()}.gguf`;
    writeGguf(path, {
      metadata: await metadataOf(),
      tensors: [{ name: "blk.0.attn_rot_embd", shape: [8], encoding: "f32", data: new Float32Array(8) }],
    });
    expect((await openModel(path)).tensors.size).toBe(0);
  });

  it("knows name, license and files", async () => {
    const file = await gguf({ "general.name": "Tiny", "general.license": "apache-2.0" });
    expect(file).toMatchObject({ name: "Tiny", license: "apache-2.0" });
    expect(file.files).toMatchObject([{ path: file.path }]);
    const path = fresh();
    await writeTinyFolder(path);
    writeFileSync(join(path, "README.md"), '---\nlanguage: en\nlicense: "mit"\n---\n# Tiny\nlicense: other\n');
    expect(await openModel(path)).toMatchObject({ name: path.split("/").at(-1), license: "mit", kind: "folder" });
  });
});

describe("rotary positions", () => {
  const scaled = (metadata: Record<string, TestValue>) => gguf(metadata).then(({ config }) => config.rope.scaling);
  const ofFolder = (extra: Record<string, unknown>) => folder(extra).then(({ config }) => config.rope);
  const llama3 = { factor: 8, low_freq_factor: 1, high_freq_factor: 4, original_max_position_embeddings: 32 };
  const llama3Read = { kind: "llama3", factor: 8, lowFreqFactor: 1, highFreqFactor: 4, originalContext: 32 };

  it.each([
    [{ "llama.rope.scaling.type": "none" }, { kind: "none" }],
    [
      { "llama.rope.scaling.type": "linear", "llama.rope.scaling.factor": 4 },
      { kind: "linear", factor: 4 },
    ],
    [{ "llama.rope.scale_linear": 2 }, { kind: "linear", factor: 2 }],
  ])("of a GGUF with %j", async (metadata, scaling) => {
    expect(await scaled(metadata as Record<string, TestValue>)).toEqual(scaling);
  });

  it.each([
    [
      { rope_theta: 5e5, rope_scaling: null },
      { theta: 5e5, scaling: { kind: "none" } },
    ],
    [{ rope_scaling: { type: "linear", factor: 2 } }, { theta: 10000, scaling: { kind: "linear", factor: 2 } }],
    [
      { rope_scaling: { rope_type: "dynamic", factor: 2 } },
      { scaling: { kind: "dynamic", factor: 2, originalContext: 64 } },
    ],
    [{ rope_scaling: { rope_type: "llama3", ...llama3 } }, { scaling: llama3Read }],
    [
      { rope_theta: 1, rope_parameters: { rope_type: "llama3", rope_theta: 7, ...llama3 } },
      { theta: 7, scaling: llama3Read },
    ],
    [{ rope_parameters: { rope_type: "default", rope_theta: 9 } }, { theta: 9, scaling: { kind: "none" } }],
  ])("of a folder with %j", async (extra, rope) => {
    expect(await ofFolder(extra)).toMatchObject(rope);
  });

  it("reads a GGUF's table of factors", async () => {
    const path = `${fresh()}.gguf`;
    const data = Float32Array.from({ length: 8 }, (_, i) => 1 + i / 4);
    writeGguf(path, {
      metadata: await metadataOf(),
      tensors: [{ name: "rope_freqs.weight", shape: [8], encoding: "f32", data }],
    });
    const { config, tensors } = await openModel(path);
    expect(config.rope.scaling).toEqual({ kind: "factors", factors: [...data] });
    expect(tensors.size).toBe(0);
  });
});

describe("a sliding window", () => {
  const mistral = { architectures: ["MistralForCausalLM"], max_position_embeddings: 8192 };
  it.each([
    [{ ...mistral, sliding_window: 4096 }, 4096],
    [{ ...mistral, sliding_window: null }, 8192],
    [{ ...mistral }, 4096],
    [{ ...mistral, sliding_window: 9000 }, 8192],
    [{ sliding_window: 16 }, 64],
  ])("limits the context where there is one: %j", async (extra, context) => {
    expect((await folder(extra)).config.context).toBe(context);
  });

  it("is told", async () => {
    expect((await folder(mistral)).notes).toEqual([expect.stringContaining("4096 of 8192 tokens")]);
    expect((await gguf({ "llama.attention.sliding_window": 32 })).config.context).toBe(32);
  });
});

describe("openModel refuses", () => {
  it.each<[string, Record<string, TestValue>, string]>([
    [
      "an unknown architecture",
      { "general.architecture": "mamba" },
      'is of the architecture "mamba", which is not supported; supported are llama',
    ],
    ["no layers", { "llama.block_count": 0 }, 'has "0" for "block_count"'],
    [
      "a width of 2^31",
      { "llama.embedding_length": 2 ** 31 },
      'for "embedding_length"; a whole number from 1 to 1048576 is legal',
    ],
    ["a width in words", { "llama.embedding_length": "wide" }, 'has "wide" for "embedding_length"'],
    ["heads that do not share", { "llama.attention.head_count_kv": 3 }, "has 4 attention heads over 3 key/value heads"],
    ["odd heads", { "llama.attention.key_length": 15, "llama.attention.value_length": 15 }, "has heads of 15 entries"],
    ["values unlike keys", { "llama.attention.value_length": 8 }, "values of another length than its keys"],
    ["experts", { "llama.expert_count": 8 }, "sets llama.expert_count to 8 (a mixture of experts)"],
    ["a logit scale", { "llama.logit_scale": 0.5 }, "sets llama.logit_scale to 0.5"],
    ["partial rotation", { "llama.rope.dimension_count": 8 }, "rotates 8 of 16 entries"],
    ["yarn", { "llama.rope.scaling.type": "yarn" }, 'scales rotary positions by "yarn"'],
    ["one part of several", { "split.count": { type: "u16", value: 3 } }, "is one of 3 parts"],
    ["a negative epsilon", { "llama.attention.layer_norm_rms_epsilon": -0.5 }, "a positive number is legal"],
  ])("a GGUF with %s", async (_, metadata, message) => {
    await expect(gguf(metadata)).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining(message),
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      "an unknown architecture",
      { architectures: ["GPT2LMHeadModel"] },
      "supported are LlamaForCausalLM, MistralForCausalLM",
    ],
    ["no architecture", { architectures: undefined }, 'lists no "architectures"'],
    ["half a layer", { num_hidden_layers: 1.5 }, 'has "1.5" for "num_hidden_layers"'],
    ["no width", { hidden_size: null }, 'lacks "hidden_size"'],
    ["another activation", { hidden_act: "gelu" }, 'asks for the activation "gelu"'],
    ["quantised weights", { quantization_config: { quant_method: "gptq" } }, "has a quantization_config"],
    [
      "yarn",
      { rope_scaling: { type: "yarn", factor: 2 } },
      'by "yarn"; supported are default, linear, dynamic and llama3',
    ],
    ["linear scaling without a factor", { rope_scaling: { type: "linear" } }, 'lacks "factor"'],
    ["rotation by kind of layer", { rope_parameters: { full_attention: { rope_theta: 1 } } }, "each kind of layer"],
    ["partial rotation", { partial_rotary_factor: 0.5 }, "partial_rotary_factor 0.5"],
    [
      "no size of a head",
      { head_dim: null, num_attention_heads: 3, num_key_value_heads: 3 },
      "a width of 64 over 3 heads",
    ],
  ])("a folder with %s", async (_, extra, message) => {
    await expect(folder(extra)).rejects.toMatchObject({ code: "bad-input", message: expect.stringContaining(message) });
  });

  it("what is no model", async () => {
    await expect(openModel(join(root, "none"))).rejects.toThrow("There is no model at");
    const path = fresh();
    await writeTinyFolder(path);
    await expect(openModel(join(path, "model.safetensors"))).rejects.toThrow("give its folder");
    const other = fresh();
    mkdirSync(other);
    cpSync(join(path, "model.safetensors"), join(other, "model.safetensors"));
    await expect(openModel(other)).rejects.toThrow("has no config.json");
    writeFileSync(join(other, "config.json"), "{oops");
    await expect(openModel(other)).rejects.toThrow("is not JSON");
    writeFileSync(join(other, "config.json"), "[]");
    await expect(openModel(other)).rejects.toThrow("is not a JSON object");
  });

  it("a tensor that a Llama does not have", async () => {
    const path = `${fresh()}.gguf`;
    writeGguf(path, {
      metadata: await metadataOf(),
      tensors: [{ name: "blk.0.attn_q_norm.weight", shape: [16], encoding: "f32", data: new Float32Array(16) }],
    });
    await expect(openModel(path)).rejects.toThrow(
      'has the tensor "blk.0.attn_q_norm.weight", which a Llama does not have',
    );
  });
});

/** The tiny model's metadata with a vocabulary size, for files without its tensors. */
async function metadataOf(): Promise<Record<string, TestValue>> {
  const { metadata } = await gguf();
  return { ...(Object.fromEntries(metadata) as Record<string, TestValue>), "llama.vocab_size": tinyLlama.vocab };
}
