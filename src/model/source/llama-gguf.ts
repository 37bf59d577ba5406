import { badInput } from "../../base/errors.ts";
import type { ModelConfig, RopeConfig } from "../config.ts";
import { isDerivedTable, llamaTensorName } from "../gguf/llama-names.ts";
import type { GgufFile, GgufTensor } from "../gguf/types.ts";
import { readTensor } from "../weights/read-tensor.ts";
import type { StoredTensor } from "../weights/types.ts";
import { type Fields, fieldsOf, limits } from "./fields.ts";
import { checkHeads, contextWithin, derivedHeadDim } from "./heads.ts";
import type { Interpretation } from "./interpretation.ts";

/** Keys that would change the numbers, with the values at which they do not. */
const neutral: Record<string, readonly unknown[]> = {
  expert_count: [0],
  expert_used_count: [0],
  use_parallel_residual: [false],
  embedding_scale: [0, 1],
  residual_scale: [0, 1],
  logit_scale: [0, 1],
  final_logit_softcapping: [0],
  attn_logit_softcapping: [0],
  "attention.causal": [true],
  "attention.scale": [0],
  "attention.clamp_kqv": [0],
  "attention.max_alibi_bias": [0],
  "rope.scaling.attn_factor": [1],
};

/**
 * Reads a GGUF of architecture "llama" (Llama, Mistral and their kin) as a configuration and tensors by Hugging Face's
 * names. Throws "bad-input" for an absent or absurd value, a key that changes the numbers and is not supported, or a
 * tensor that a Llama does not have.
 */
export async function interpretLlamaGguf(file: GgufFile): Promise<Interpretation> {
  const fields = fieldsOf(file.path, (key) => file.metadata.get(`llama.${key}`));
  refuseUnsupported(file, fields);
  const layers = fields.count("block_count", limits.layers);
  const dModel = fields.count("embedding_length", limits.width);
  const heads = fields.count("attention.head_count", limits.heads);
  const kvHeads = fields.count("attention.head_count_kv", limits.heads, heads);
  const headDim = fields.count("attention.key_length", limits.headDim, derivedHeadDim(file.path, dModel, heads));
  checkHeads(file.path, { heads, kvHeads, headDim });
  if (fields.count("attention.value_length", limits.headDim, headDim) !== headDim) {
    throw badInput(`${file.path} has values of another length than its keys, which is not supported.`);
  }
  const tensors = namedTensors(file, { heads, kvHeads });
  const vocab = tensors.get("model.embed_tokens.weight")?.shape[0] ?? fields.count("vocab_size", limits.vocab);
  const window =
    fields.raw("attention.sliding_window") === undefined
      ? undefined
      : fields.count("attention.sliding_window", limits.context);
  const { context, notes } = contextWithin(fields.count("context_length", limits.context), window);
  const config: ModelConfig = {
    architecture: "llama",
    layers,
    dModel,
    heads,
    kvHeads,
    headDim,
    dMlp: fields.count("feed_forward_length", limits.width),
    vocab,
    context,
    normEps: fields.positive("attention.layer_norm_rms_epsilon"),
    rope: await ropeOf(file, fields, headDim),
    tiedHead: !tensors.has("lm_head.weight"),
  };
  return { config, tensors, notes };
}

function refuseUnsupported(file: GgufFile, fields: Fields): void {
  for (const [key, values] of Object.entries(neutral)) {
    const found = fields.raw(key);
    if (found === undefined || values.includes(found)) continue;
    const why = key.startsWith("expert") ? " (a mixture of experts)" : "";
    throw badInput(`${file.path} sets llama.${key} to ${String(found)}${why}, which is not supported.`);
  }
  const parts = file.metadata.get("split.count");
  if (typeof parts === "number" && parts > 1) {
    throw badInput(
      `${file.path} is one of ${parts} parts; join them with llama.cpp's gguf-split --merge and give the result.`,
    );
  }
}

function namedTensors(file: GgufFile, sizes: { heads: number; kvHeads: number }): Map<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  for (const tensor of file.tensors) {
    if (isDerivedTable(tensor.name)) continue;
    const name = llamaTensorName(tensor.name);
    if (name === undefined) {
      throw badInput(
        `${file.path} has the tensor "${tensor.name}", which a Llama does not have: its architecture is not supported.`,
      );
    }
    tensors.set(name, stored(tensor, name, file, sizes));
  }
  return tensors;
}

function stored(
  tensor: GgufTensor,
  name: string,
  file: GgufFile,
  { heads, kvHeads }: { heads: number; kvHeads: number },
): StoredTensor {
  const { shape, encoding, offset, bytes } = tensor;
  const plain: StoredTensor = { name, shape, encoding, file: file.path, offset, bytes };
  const permuted = name.includes(".q_proj.") ? heads : name.includes(".k_proj.") ? kvHeads : undefined;
  if (permuted === undefined) return plain;
  if (shape[0]! % (2 * permuted) === 0) return { ...plain, ropePermutedHeads: permuted };
  throw badInput(`${file.path}: tensor "${tensor.name}" has ${shape[0]} rows, which ${permuted} heads cannot share.`);
}

async function ropeOf(file: GgufFile, fields: Fields, headDim: number): Promise<RopeConfig> {
  const dims = fields.count("rope.dimension_count", limits.headDim, headDim);
  if (dims !== headDim) {
    throw badInput(
      `${file.path} rotates ${dims} of ${headDim} entries of a head; in a Llama only all of them is supported.`,
    );
  }
  return { theta: fields.positive("rope.freq_base", 10000), dims, scaling: await scalingOf(file, fields, headDim) };
}

async function scalingOf(file: GgufFile, fields: Fields, headDim: number): Promise<RopeConfig["scaling"]> {
  // Old converters wrote rope.scale_linear and no type.
  const old = fields.raw("rope.scale_linear");
  const kind = fields.raw("rope.scaling.type") ?? (old === undefined ? "none" : "linear");
  if (kind !== "none" && kind !== "linear") {
    throw badInput(
      `${file.path} scales rotary positions by "${String(kind)}"; none, linear and rope_freqs factors are supported.`,
    );
  }
  const factor = kind === "none" ? 1 : fields.positive(old === undefined ? "rope.scaling.factor" : "rope.scale_linear");
  const table = file.tensors.find(({ name }) => name === "rope_freqs.weight");
  if (table === undefined) return factor === 1 ? { kind: "none" } : { kind: "linear", factor };
  const values = await readTensor({ ...table, file: file.path });
  if (values.length !== headDim / 2 || !values.every((value) => Number.isFinite(value) && value > 0)) {
    throw badInput(`${file.path}: rope_freqs.weight is not ${headDim / 2} positive numbers.`);
  }
  return { kind: "factors", factors: Array.from(values, (value) => value * factor) };
}
