import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { normals, randomStream } from "../../base/random.ts";
import { type TensorToWrite, writeSafetensors } from "../safetensors/write.ts";
import { permutedRow } from "../weights/rope-order.ts";
import type { BlockEncoding, FloatEncoding } from "../weights/types.ts";
import { floatToBfloat16, floatToHalf } from "./half.ts";
import { type TestTensor, type TestValue, writeGguf } from "./write-gguf.ts";

/** A Llama of a few thousand random weights. Rows of block formats need widths that are multiples of 32 (K formats: 256). */
export interface TinyLlama {
  layers: number;
  dModel: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  dMlp: number;
  vocab: number;
  context: number;
  tiedHead: boolean;
  /** Biases on q, k and v, or on all seven projections. */
  biases: "none" | "qkv" | "all";
  /** Of the matrices; vectors are f32 in a GGUF. */
  encoding: FloatEncoding | BlockEncoding;
  seed: number;
}

export const tinyLlama: TinyLlama = {
  layers: 2,
  dModel: 64,
  heads: 4,
  kvHeads: 2,
  headDim: 16,
  dMlp: 96,
  vocab: 128,
  context: 64,
  tiedHead: false,
  biases: "none",
  encoding: "f32",
  seed: 0,
};

/** A tensor of the tiny model, by Hugging Face's name and in its order of rows. */
export interface TinyTensor {
  name: string;
  ggufName: string;
  shape: readonly number[];
  values: Float32Array;
}

/** The tiny model's weights: matrices normal with deviation 1 / sqrt(in), norms 1 + 0.1 normal, biases 0.1 normal. */
export function tinyTensors(options: Partial<TinyLlama> = {}): TinyTensor[] {
  const size = { ...tinyLlama, ...options };
  const tensors: TinyTensor[] = [];
  const random = (name: string, ggufName: string, shape: number[], mean: number, deviation: number) => {
    const length = shape.reduce((product, axis) => product * axis, 1);
    const values = Float32Array.from(normals(length, randomStream(size.seed, name)), (draw) => mean + deviation * draw);
    tensors.push({ name, ggufName, shape, values });
  };
  const matrix = (name: string, ggufName: string, out: number, input: number) =>
    random(name, ggufName, [out, input], 0, 1 / Math.sqrt(input));
  const norm = (name: string, ggufName: string) => random(name, ggufName, [size.dModel], 1, 0.1);

  matrix("model.embed_tokens.weight", "token_embd.weight", size.vocab, size.dModel);
  for (let layer = 0; layer < size.layers; layer++) {
    const [hf, gguf] = [`model.layers.${layer}`, `blk.${layer}`];
    norm(`${hf}.input_layernorm.weight`, `${gguf}.attn_norm.weight`);
    norm(`${hf}.post_attention_layernorm.weight`, `${gguf}.ffn_norm.weight`);
    for (const [module, ggufModule, out, input] of projectionShapes(size)) {
      matrix(`${hf}.${module}.weight`, `${gguf}.${ggufModule}.weight`, out, input);
      const biased = size.biases === "all" || (size.biases === "qkv" && /attn_[qkv]/.test(ggufModule));
      if (biased) random(`${hf}.${module}.bias`, `${gguf}.${ggufModule}.bias`, [out], 0, 0.1);
    }
  }
  norm("model.norm.weight", "output_norm.weight");
  if (!size.tiedHead) matrix("lm_head.weight", "output.weight", size.vocab, size.dModel);
  return tensors;
}

function projectionShapes(size: TinyLlama): [module: string, ggufModule: string, out: number, input: number][] {
  const [query, key] = [size.heads * size.headDim, size.kvHeads * size.headDim];
  return [
    ["self_attn.q_proj", "attn_q", query, size.dModel],
    ["self_attn.k_proj", "attn_k", key, size.dModel],
    ["self_attn.v_proj", "attn_v", key, size.dModel],
    ["self_attn.o_proj", "attn_output", size.dModel, query],
    ["mlp.gate_proj", "ffn_gate", size.dMlp, size.dModel],
    ["mlp.up_proj", "ffn_up", size.dMlp, size.dModel],
    ["mlp.down_proj", "ffn_down", size.dModel, size.dMlp],
  ];
}

/**
 * Writes the tiny model as a GGUF, q and k in llama.cpp's order of rows; `metadata` adds to and overrides its own, `change`
 * its weights.
 */
export function writeTinyGguf(
  path: string,
  options: Partial<TinyLlama> = {},
  metadata: Readonly<Record<string, TestValue>> = {},
  change: (tensors: TinyTensor[]) => TinyTensor[] = (tensors) => tensors,
): void {
  const size = { ...tinyLlama, ...options };
  const tensors = change(tinyTensors(size)).map((tensor): TestTensor => {
    const encoding = tensor.shape.length === 1 ? "f32" : size.encoding;
    return { name: tensor.ggufName, shape: tensor.shape, encoding, data: inGgufOrder(tensor, size.headDim) };
  });
  writeGguf(path, {
    metadata: {
      "general.architecture": "llama",
      "llama.block_count": size.layers,
      "llama.embedding_length": size.dModel,
      "llama.feed_forward_length": size.dMlp,
      "llama.attention.head_count": size.heads,
      "llama.attention.head_count_kv": size.kvHeads,
      "llama.attention.key_length": size.headDim,
      "llama.attention.value_length": size.headDim,
      "llama.context_length": size.context,
      "llama.attention.layer_norm_rms_epsilon": { type: "f32", value: 1e-5 },
      "llama.rope.freq_base": { type: "f32", value: 10000 },
      ...metadata,
    },
    tensors,
  });
}

function inGgufOrder({ ggufName, shape, values }: TinyTensor, headDim: number): Float32Array {
  if (!/attn_[qk]\./.test(ggufName)) return values;
  const rows = shape[0]!;
  const columns = values.length / rows;
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    out.set(values.subarray(row * columns, (row + 1) * columns), permutedRow(row, headDim) * columns);
  }
  return out;
}

/** Writes the tiny model as a Hugging Face folder (f32, f16 or bf16) without a tokenizer; `config` adds and overrides. */
export async function writeTinyFolder(
  folder: string,
  options: Partial<TinyLlama> = {},
  config: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const size = { ...tinyLlama, ...options };
  mkdirSync(folder, { recursive: true });
  const tensors = tinyTensors(size).map(({ name, shape, values }): [string, TensorToWrite] => [
    name,
    toWrite(size.encoding, shape, values),
  ]);
  await writeSafetensors(join(folder, "model.safetensors"), new Map(tensors), { format: "pt" });
  const own = {
    architectures: ["LlamaForCausalLM"],
    model_type: "llama",
    num_hidden_layers: size.layers,
    hidden_size: size.dModel,
    intermediate_size: size.dMlp,
    num_attention_heads: size.heads,
    num_key_value_heads: size.kvHeads,
    head_dim: size.headDim,
    vocab_size: size.vocab,
    max_position_embeddings: size.context,
    rms_norm_eps: 1e-5,
    rope_theta: 10000,
    hidden_act: "silu",
    tie_word_embeddings: size.tiedHead,
    attention_bias: size.biases !== "none",
    mlp_bias: size.biases === "all",
  };
  writeFileSync(join(folder, "config.json"), JSON.stringify({ ...own, ...config }, undefined, 1));
}

function toWrite(encoding: TinyLlama["encoding"], shape: readonly number[], values: Float32Array): TensorToWrite {
  if (encoding === "f32") return { shape, values };
  if (encoding === "f16") return { shape, values: Uint16Array.from(values, floatToHalf), dtype: "F16" };
  if (encoding === "bf16") return { shape, values: Uint16Array.from(values, floatToBfloat16), dtype: "BF16" };
  throw new Error(`a folder holds no ${encoding}`);
}
