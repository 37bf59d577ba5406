import { tensorList } from "./tensor-list.ts";
import { valueTypes } from "./values.ts";

/** A small GGUF: texts and whole numbers (u32) by key, f32 tensors by name. */
export interface GgufToWrite {
  metadata: Readonly<Record<string, string | number>>;
  tensors: ReadonlyMap<string, { shape: readonly number[]; values: Float32Array }>;
}

const alignment = 32;

/** The bytes of a GGUF (version 3, little endian), keys and tensors in the order given. */
export function ggufBytes({ metadata, tensors }: GgufToWrite): Buffer {
  let end = 0;
  const listed = [...tensors].map(([name, { shape, values }]) => {
    const offset = end;
    end += Math.ceil(values.byteLength / alignment) * alignment;
    return { name, shape, encoding: "f32" as const, offset };
  });
  const entries = Object.entries(metadata);
  const head = Buffer.concat([
    Buffer.from("GGUF"),
    u32(3),
    u64(listed.length),
    u64(entries.length),
    ...entries.flatMap(([key, value]) => [text(key), typed(value)]),
    tensorList(listed, 0),
  ]);
  const datas = [...tensors.values()].map(({ values }) =>
    padded(Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  );
  return Buffer.concat([padded(head), ...datas]);
}

const typed = (value: string | number): Buffer =>
  typeof value === "string"
    ? Buffer.concat([u32(valueTypes.string), text(value)])
    : Buffer.concat([u32(valueTypes.u32), u32(value)]);

const text = (value: string): Buffer => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);

const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((alignment - (bytes.length % alignment)) % alignment)]);

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
