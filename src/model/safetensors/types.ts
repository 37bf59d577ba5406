import type { FileState } from "../weights/open-file.ts";
import type { FloatEncoding } from "../weights/types.ts";

/** Bytes of one value, for each dtype that the format knows in whole bytes. */
export const dtypeBytes = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  F64: 8,
  I64: 8,
  U64: 8,
} as const;
export type Dtype = keyof typeof dtypeBytes;

/** The encodings of the dtypes that hold a model's weights. */
export const floatEncodings: Partial<Record<Dtype, FloatEncoding>> = { F32: "f32", F16: "f16", BF16: "bf16" };

/** A tensor as a safetensors header lists it. */
export interface SafetensorsEntry {
  name: string;
  dtype: Dtype;
  /** Row-major, slowest axis first; empty for a scalar. */
  shape: readonly number[];
  /** Bytes from the start of the file. */
  offset: number;
  bytes: number;
}

/** A safetensors file's header, read and checked; the data stay in the file. */
export interface SafetensorsFile extends FileState {
  entries: readonly SafetensorsEntry[];
  metadata: Readonly<Record<string, string>>;
  /** First byte of the data. */
  dataStart: number;
}
