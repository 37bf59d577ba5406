import type { HeadReader } from "./head-reader.ts";
import type { GgufNumbers, GgufValue } from "./types.ts";

/** The numbers that a GGUF gives its value types. */
export const valueTypes = {
  u8: 0,
  i8: 1,
  u16: 2,
  i16: 3,
  u32: 4,
  i32: 5,
  f32: 6,
  bool: 7,
  string: 8,
  array: 9,
  u64: 10,
  i64: 11,
  f64: 12,
} as const;
export type ValueType = keyof typeof valueTypes;

const names = new Map<number, ValueType>(
  (Object.keys(valueTypes) as ValueType[]).map((name) => [valueTypes[name], name]),
);

/** Least bytes that a value takes in the file, so that a count can be checked before anything is allocated. */
const leastBytes: Record<ValueType, number> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  f32: 4,
  bool: 1,
  string: 8,
  array: 12,
  u64: 8,
  i64: 8,
  f64: 8,
};

const numbers: Partial<Record<ValueType, new (buffer: ArrayBuffer) => GgufNumbers>> = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  u64: BigUint64Array,
  i64: BigInt64Array,
  f64: Float64Array,
};

/** Arrays of arrays of ... : real files have none, a damaged one must not exhaust the stack. */
const maxDepth = 4;

/** Reads a value's type and then the value. */
export function readValue(reader: HeadReader): GgufValue {
  return readTyped(reader, readType(reader), 0);
}

function readType(reader: HeadReader): ValueType {
  const number = reader.u32();
  const type = names.get(number);
  if (type === undefined) {
    throw reader.damaged(
      `has the unknown value type ${number}; GGUF defines 0 to 12: the file is damaged or newer than this reader.`,
    );
  }
  return type;
}

function readTyped(reader: HeadReader, type: ValueType, depth: number): GgufValue {
  switch (type) {
    case "string":
      return reader.string();
    case "bool":
      return reader.u8() !== 0;
    case "u64":
      return narrowed(reader.u64());
    case "i64":
      return narrowed(reader.i64());
    case "array":
      return readArray(reader, depth + 1);
    default:
      return reader[type]();
  }
}

function readArray(reader: HeadReader, depth: number): GgufValue {
  if (depth > maxDepth) throw reader.damaged(`nests arrays deeper than ${maxDepth}: the file is damaged.`);
  const type = readType(reader);
  const count = reader.size();
  reader.expect(count, leastBytes[type], `${type} values`);
  const TypedArray = numbers[type];
  if (TypedArray !== undefined) return new TypedArray(reader.bytes(count * leastBytes[type]));
  return Array.from({ length: count }, () => readTyped(reader, type, depth));
}

const narrowed = (value: bigint): number | bigint => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};
