import type { FileState } from "../weights/open-file.ts";
import type { BlockEncoding, FloatEncoding } from "../weights/types.ts";

/**
 * A metadata value. Integers of 64 bits are numbers where a number holds them exactly, else bigints. Arrays of numbers
 * are typed arrays of their own kind, arrays of strings and booleans plain arrays. Strings that are not UTF-8 carry U+FFFD.
 */
export type GgufValue =
  | number
  | bigint
  | boolean
  | string
  | GgufNumbers
  | readonly string[]
  | readonly boolean[]
  | readonly GgufValue[];

export type GgufNumbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigUint64Array
  | BigInt64Array;

export type GgufMetadata = ReadonlyMap<string, GgufValue>;

/** A tensor as the header lists it. */
export interface GgufTensor {
  /** llama.cpp's name, e.g. `blk.0.attn_q.weight`. */
  name: string;
  /** Row-major, slowest axis first: the reverse of the file's order, so a linear weight is [out, in]. */
  shape: readonly number[];
  encoding: FloatEncoding | BlockEncoding;
  /** Bytes from the start of the file. */
  offset: number;
  bytes: number;
}

/** A GGUF file's header, read and checked; the tensors' data stay in the file. */
export interface GgufFile extends FileState {
  version: 2 | 3;
  metadata: GgufMetadata;
  tensors: readonly GgufTensor[];
  /** First byte of the tensors' data: how long the header is. */
  dataStart: number;
}
