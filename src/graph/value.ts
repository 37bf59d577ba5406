import type { Graph } from "./graph.ts";

/** Element types, by the names that the rest of the house uses. `u4` is ONNX's packed uint4, low nibble first. */
export type DType = "f32" | "f16" | "bf16" | "i64" | "i32" | "u32" | "u8" | "i8" | "u4" | "bool";

/** A dimension: a number, or the name of one that is known only when the graph runs (e.g. "tokens"). */
export type Dim = number | string;

export interface TensorType {
  dtype: DType;
  shape: readonly Dim[];
}

/** A tensor of a graph: an input, a constant, a weight in a file, or what an op gives back. */
export interface Value extends TensorType {
  readonly graph: Graph;
  /** Unique in the graph; also the ONNX name. */
  readonly name: string;
}

/** A range of a file that ONNX Runtime maps as a constant, so that weights are never copied through JavaScript. */
export interface ExternalTensor {
  name: string;
  dtype: DType;
  shape: readonly number[];
  /** Absolute real path. */
  file: string;
  /** Bytes from the start of the file, and how many. */
  offset: number;
  bytes: number;
}

/** A dtype's numbers as ONNX ships them to JavaScript. */
export type TensorData = Float32Array | Uint16Array | BigInt64Array | Int32Array | Uint32Array | Uint8Array | Int8Array;

export const rank = (value: TensorType): number => value.shape.length;
export const lastDim = (value: TensorType): Dim => value.shape[value.shape.length - 1]!;

/** Same dtype, another shape. */
export const shaped = (like: TensorType, shape: readonly Dim[]): TensorType => ({ dtype: like.dtype, shape });
