import { writeFileSync } from "node:fs";
import { ggmlNumbers } from "../gguf/tensor-types.ts";
import type { GgufNumbers } from "../gguf/types.ts";
import { type ValueType, valueTypes } from "../gguf/values.ts";
import type { BlockEncoding, FloatEncoding } from "../weights/types.ts";
import { encodeValues } from "./encode-blocks.ts";

/**
 * A metadata value to write. A plain number becomes u32 (i32 where negative, f32 where not whole), a bigint i64;
 * `{ type, value }` says otherwise.
 */
export type TestValue =
  | string
  | boolean
  | number
  | bigint
  | GgufNumbers
  | readonly string[]
  | readonly boolean[]
  | { type: ValueType; value: number | bigint };

export interface TestTensor {
  /** llama.cpp's name. */
  name: string;
  /** Row-major, slowest axis first ([out, in]). */
  shape: readonly number[];
  encoding: FloatEncoding | BlockEncoding;
  /** Values to encode, or the encoded bytes as they are. */
  data: Float32Array | Uint8Array;
}

export interface TestGguf {
  metadata: Readonly<Record<string, TestValue>>;
  tensors: readonly TestTensor[];
  version?: number;
  /** Bytes; written as general.alignment where given. */
  alignment?: number;
}

/** The bytes of a GGUF file. */
export function ggufBytes({ metadata, tensors, version = 3, alignment }: TestGguf): Buffer {
  const align = alignment ?? 32;
  const entries = Object.entries(alignment === undefined ? metadata : { "general.alignment": alignment, ...metadata });
  const datas = tensors.map(({ encoding, data }) => (data instanceof Uint8Array ? data : encodeValues(encoding, data)));
  let offset = 0;
  const listed = tensors.map((tensor, i) => {
    const at = offset;
    offset = Math.ceil((at + datas[i]!.length) / align) * align;
    return tensorEntry(tensor, at);
  });
  const head = Buffer.concat([
    Buffer.from("GGUF"),
    u32(version),
    u64(tensors.length),
    u64(entries.length),
    ...entries.flatMap(([key, value]) => [text(key), metadataValue(value)]),
    ...listed,
  ]);
  return Buffer.concat([padded(head, align), ...datas.map((data) => padded(Buffer.from(data), align))]);
}

/** Writes a GGUF file for a test. */
export function writeGguf(path: string, file: TestGguf): void {
  writeFileSync(path, ggufBytes(file));
}

const u32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
};
const u64 = (value: number): Buffer => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
};
const text = (value: string): Buffer => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
const padded = (buffer: Buffer, align: number): Buffer =>
  Buffer.concat([buffer, Buffer.alloc(Math.ceil(buffer.length / align) * align - buffer.length)]);

function tensorEntry({ name, shape, encoding }: TestTensor, offset: number): Buffer {
  return Buffer.concat([
    text(name),
    u32(shape.length),
    ...[...shape].reverse().map(u64),
    u32(ggmlNumbers[encoding]),
    u64(offset),
  ]);
}

function metadataValue(value: TestValue): Buffer {
  if (typeof value === "string") return typed("string", text(value));
  if (typeof value === "boolean") return typed("bool", Buffer.from([Number(value)]));
  if (typeof value === "bigint") return scalar("i64", value);
  if (typeof value === "number") return scalar(Number.isInteger(value) ? (value < 0 ? "i32" : "u32") : "f32", value);
  if (ArrayBuffer.isView(value)) {
    return array(numberType(value), value.length, Buffer.from(value.buffer, value.byteOffset, value.byteLength));
  }
  if (Array.isArray(value)) {
    const items: readonly (string | boolean)[] = value;
    return typeof items[0] === "boolean"
      ? array("bool", items.length, Buffer.from(items.map(Number)))
      : array("string", items.length, Buffer.concat(items.map((item) => text(String(item)))));
  }
  const { type, value: inner } = value as { type: ValueType; value: number | bigint };
  return scalar(type, inner);
}

const typed = (type: ValueType, bytes: Buffer): Buffer => Buffer.concat([u32(valueTypes[type]), bytes]);
const array = (type: ValueType, count: number, bytes: Buffer): Buffer =>
  typed("array", Buffer.concat([u32(valueTypes[type]), u64(count), bytes]));

const scalar = (type: ValueType, value: number | bigint): Buffer => {
  const numbers = numberTypes.find(([, name]) => name === type);
  if (numbers === undefined) throw new Error(`no scalar of type ${type}`);
  return typed(type, Buffer.from(numbers[2](value).buffer));
};

const numberTypes: [new (length: number) => GgufNumbers, ValueType, (value: number | bigint) => GgufNumbers][] = [
  [Uint8Array, "u8", (value) => Uint8Array.of(Number(value))],
  [Int8Array, "i8", (value) => Int8Array.of(Number(value))],
  [Uint16Array, "u16", (value) => Uint16Array.of(Number(value))],
  [Int16Array, "i16", (value) => Int16Array.of(Number(value))],
  [Uint32Array, "u32", (value) => Uint32Array.of(Number(value))],
  [Int32Array, "i32", (value) => Int32Array.of(Number(value))],
  [Float32Array, "f32", (value) => Float32Array.of(Number(value))],
  [Float64Array, "f64", (value) => Float64Array.of(Number(value))],
  [BigUint64Array, "u64", (value) => BigUint64Array.of(BigInt(value))],
  [BigInt64Array, "i64", (value) => BigInt64Array.of(BigInt(value))],
];

const numberType = (values: GgufNumbers): ValueType => numberTypes.find(([Type]) => values instanceof Type)![1];
