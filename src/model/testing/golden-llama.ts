import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ModelConfig, Projection, RopeConfig } from "../config.ts";
import { type LoadedTensor, loadSafetensors, readSafetensors } from "../safetensors/read.ts";
import type { ExternalTensor, MatrixWeight, Weights } from "../weights/types.ts";

/** The tiny random Llamas of `oracles/llama.py`. */
export const goldenLlamas = ["tied", "untied-linear-attention-bias", "dynamic-mlp-bias", "llama3-biases"] as const;

/** What `oracles/llama.py` asked PyTorch. */
export interface GoldenCase {
  sequences: number[][];
  /** -100: no loss at this token. */
  labels: number[][];
  adapter: { r: number; lora_alpha: number; use_rslora?: boolean; target_modules: Projection[] };
}

/** A tiny model, its weights where they lie, and what PyTorch computed. */
export interface GoldenLlama {
  folder: string;
  config: ModelConfig;
  weights: Weights;
  case: GoldenCase;
  expected: ReadonlyMap<string, LoadedTensor>;
}

/** Opens one of {@link goldenLlamas}. */
export async function goldenLlama(variant: (typeof goldenLlamas)[number]): Promise<GoldenLlama> {
  const folder = goldenFolder(`llama/${variant}`);
  const { tensors, metadata } = await loadSafetensors(`${folder}/expected.safetensors`);
  return {
    folder,
    config: configOf(JSON.parse(readFileSync(`${folder}/config.json`, "utf8"))),
    weights: await floatWeights(`${folder}/model.safetensors`),
    case: JSON.parse(metadata.case!) as GoldenCase,
    expected: tensors,
  };
}

/** Absolute real path of a folder in `oracles/golden`. */
export const goldenFolder = (name: string): string =>
  realpathSync(fileURLToPath(new URL(`../../../oracles/golden/${name}`, import.meta.url)));

interface LlamaJson {
  num_hidden_layers: number;
  hidden_size: number;
  num_attention_heads: number;
  num_key_value_heads: number;
  head_dim: number;
  intermediate_size: number;
  vocab_size: number;
  max_position_embeddings: number;
  rms_norm_eps: number;
  tie_word_embeddings: boolean;
  rope_parameters: Record<string, number> & { rope_type: string };
}

function configOf(json: LlamaJson): ModelConfig {
  return {
    architecture: "llama",
    layers: json.num_hidden_layers,
    dModel: json.hidden_size,
    heads: json.num_attention_heads,
    kvHeads: json.num_key_value_heads,
    headDim: json.head_dim,
    dMlp: json.intermediate_size,
    vocab: json.vocab_size,
    context: json.max_position_embeddings,
    normEps: json.rms_norm_eps,
    rope: { theta: json.rope_parameters.rope_theta!, dims: json.head_dim, scaling: scalingOf(json) },
    tiedHead: json.tie_word_embeddings,
  };
}

function scalingOf({ rope_parameters: rope, max_position_embeddings: context }: LlamaJson): RopeConfig["scaling"] {
  const factor = rope.factor!;
  if (rope.rope_type === "linear") return { kind: "linear", factor };
  if (rope.rope_type === "dynamic") return { kind: "dynamic", factor, originalContext: context };
  if (rope.rope_type !== "llama3") return { kind: "none" };
  return {
    kind: "llama3",
    factor,
    lowFreqFactor: rope.low_freq_factor!,
    highFreqFactor: rope.high_freq_factor!,
    originalContext: rope.original_max_position_embeddings!,
  };
}

/** The f32 tensors of one safetensors file, where they lie. */
async function floatWeights(file: string): Promise<Weights> {
  const { path, entries } = await readSafetensors(file);
  const tensors = new Map(
    entries.map(({ name, shape, offset, bytes }): [string, ExternalTensor] => [
      name,
      { name, dtype: "f32", shape, file: path, offset, bytes },
    ]),
  );
  const find = (name: string, shape: readonly number[]): ExternalTensor => {
    const tensor = tensors.get(name);
    if (tensor?.shape.join() !== shape.join()) throw new Error(`${name}: [${tensor?.shape}] is not [${shape}]`);
    return tensor;
  };
  return {
    precision: "f32",
    matrix: (name, [out, input]): MatrixWeight => ({ kind: "float", out, in: input, values: find(name, [out, input]) }),
    vector: (name, length) => find(name, [length]),
    has: (name) => tensors.has(name),
    bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0),
    notes: [],
  };
}
