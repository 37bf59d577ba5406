import type { TensorSpec } from "../../safetensors/layout.ts";
import type { PutBytes } from "../../safetensors/write.ts";
import type { RowChunk } from "../rows.ts";
import type { ExternalTensor, MatrixWeight, StoredTensor } from "../types.ts";

/** Reads the tensor's rows in chunks; every chunk but the last holds a multiple of `multiple` rows (1 by default). */
export type RowSource = (multiple?: number) => AsyncIterable<RowChunk>;

/** What becomes of one stored tensor: how it is converted, if at all, and what the graph maps. */
export interface Form {
  /** What it makes for the cache file; nothing where the tensor is used as it lies in the user's file. */
  parts: readonly TensorSpec[];
  /** Makes the parts from the tensor's rows. */
  fill(rows: RowSource, put: PutBytes): Promise<void>;
  /** The weight, given the places of the parts. A vector is a `float` of one row. */
  weight(place: (part: string) => ExternalTensor): MatrixWeight;
  /** For `model inspect`: in which form it runs, and why. */
  runsAs: string;
  reason: string;
}

export const floatDtypes = { f32: "F32", f16: "F16", bf16: "BF16" } as const;

export const isFloat = (tensor: StoredTensor): tensor is StoredTensor & { encoding: "f32" | "f16" | "bf16" } =>
  Object.hasOwn(floatDtypes, tensor.encoding);

/** The bytes of a typed array, not copied. */
export const bytesOf = (array: Float32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
