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

/** A range of a file that ONNX Runtime maps as an initializer. */
export interface ExternalTensor {
  name: string;
  dtype: "f32" | "f16" | "bf16" | "u8" | "i8";
  shape: readonly number[];
  file: string;
  offset: number;
  bytes: number;
}

/**
 * A matrix [out, in] in a form the graph can run.
 * - `float`: as it is.
 * - `nbits`: w[o, i] = scales[o, b] * (q[o, i] - 2^(bits-1)) + (offsets?.[b, o] ?? 0), b = floor(i / blockSize).
 *   quants u8 [out, in * bits / 8]: 8 bit one a byte, 4 bit two a byte, the even column in the low nibble (MatMulNBits' order, which is
 *   also ONNX uint4's); scales f32 [out, in / blockSize]; offsets f32 [in / blockSize, out] (transposed: it is the right factor of
 *   blockSum(x) @ offsets).
 * - `nf4`: bitsandbytes' NF4, blocks of 64 along the flattened matrix; quants u8 [out * in / 2], the even entry in the HIGH
 *   nibble; absmax f32 [out * in / 64] (double quantisation, where asked for, already undone in these values).
 */
export type MatrixWeight =
  | { kind: "float"; out: number; in: number; values: ExternalTensor }
  | {
      kind: "nbits";
      out: number;
      in: number;
      bits: 4 | 8;
      blockSize: number;
      quants: ExternalTensor;
      scales: ExternalTensor;
      offsets?: ExternalTensor;
    }
  | { kind: "nf4"; out: number; in: number; quants: ExternalTensor; absmax: ExternalTensor };

/**
 * How the weights are to lie in memory.
 * - `native`: block formats as `nbits` where they map, floats as they are.
 * - `f32`: every block format dequantised to f32 once, in the cache file.
 * - `nf4`: the seven projections quantised to NF4 (from float weights only); the rest as `native`.
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
