import type { MatrixWeight } from "../../graph/ops/matrix.ts";
import type { ExternalTensor } from "../../graph/value.ts";

export type { ExternalTensor, MatrixWeight };

/** GGUF block formats that the reader accepts. */
export const blockEncodings = ["q8_0", "q4_0", "q4_1", "q5_0", "q5_1", "q4_k", "q5_k", "q6_k"] as const;
export type BlockEncoding = (typeof blockEncodings)[number];
export type FloatEncoding = "f32" | "f16" | "bf16";

/** A tensor as it lies in the user's file. Row-major, shape as Hugging Face writes it (a linear weight is [out, in]). */
export interface StoredTensor {
  /** Hugging Face's name, e.g. `model.layers.0.self_attn.q_proj.weight`, wherever it came from. */
  name: string;
  shape: readonly number[];
  encoding: FloatEncoding | BlockEncoding;
  /** Absolute real path. */
  file: string;
  /** Bytes from the start of the file, and how many. */
  offset: number;
  bytes: number;
  /** Set for a GGUF's q and k rows, which llama.cpp's converter reorders for interleaved RoPE: number of heads to undo it with. */
  ropePermutedHeads?: number;
}

/**
 * How the weights are to lie in memory.
 * - `native`: block formats as `nbits` where they map, floats as they are.
 * - `f32`: every block format dequantised to f32 once, in the cache file.
 * - `nf4`: the seven projections quantised to NF4 (from float weights only), the rest as `native`. Double quantisation, where
 *   asked for, is already undone in the absmax values.
 */
export type WeightPrecision = "native" | "f32" | "nf4";

/** A model's weights, ready to be mapped. */
export interface Weights {
  precision: WeightPrecision;
  /** Every matrix and vector by its Hugging Face name; throws "bad-input" by name where it is missing or misshapen. */
  matrix(name: string, shape: readonly [out: number, input: number]): MatrixWeight;
  vector(name: string, length: number): ExternalTensor;
  has(name: string): boolean;
  /** Bytes that will be mapped: what a memory estimate counts. */
  bytes: number;
  /** For `model inspect`: for each encoding found, how many tensors, what they run as, and why. */
  notes: readonly { encoding: string; tensors: number; runsAs: string; reason: string }[];
}
