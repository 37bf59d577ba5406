import type { SafetensorsLayout } from "../safetensors/layout.ts";
import { readRange, withFile } from "../weights/open-file.ts";
import type { BlockEncoding, FloatEncoding } from "../weights/types.ts";
import { type ListedTensor, tensorList } from "./tensor-list.ts";
import { blockSizeOf } from "./tensor-types.ts";
import type { GgufFile, GgufTensor } from "./types.ts";

type Encoding = FloatEncoding | BlockEncoding;

/** llama.cpp's `general.file_type` of a file that is mostly f16. */
const mostlyF16 = 1;
const u32Type = 4;
/** Behind the magic number and the version. */
const tensorCountAt = 8;

/** What is unlike in a copy of a GGUF. */
export interface GgufChanges {
  /** Other encodings of tensors, by name. */
  changed?: ReadonlyMap<string, Encoding>;
  /** Further tensors, in f32, behind those that are there. */
  added?: readonly Pick<GgufTensor, "name" | "shape">[];
}

/**
 * The layout of a copy of a GGUF in which some tensors have another encoding, or there are more of them. The header is the original's, byte
 * for byte, but for the tensor list and its length and, where a matrix changes, `general.file_type`; so the tokenizer, the chat template and
 * whatever else the metadata hold stay as they were.
 */
export async function changedGgufLayout(
  file: GgufFile,
  { changed = new Map(), added = [] }: GgufChanges,
): Promise<SafetensorsLayout> {
  const original = await withFile(file.path, (handle, { path }) => readRange(handle, path, 0, file.dataStart));
  const alignment = Number(file.metadata.get("general.alignment") ?? 32);
  const aligned = (bytes: number) => Math.ceil(bytes / alignment) * alignment;
  const before = tensorList(file.tensors, file.dataStart);
  const at = original.lastIndexOf(before);
  if (at < 0) throw new Error(`the tensor list of ${file.path} is not where it was read`);

  const places = new Map<string, { offset: number; bytes: number }>();
  let size = 0;
  const kept = file.tensors.map((tensor) => ({ ...tensor, encoding: changed.get(tensor.name) ?? tensor.encoding }));
  const all = [...kept, ...added.map((tensor) => ({ ...tensor, encoding: "f32" as const }))];
  const listed = all.map(({ name, shape, encoding }): ListedTensor => {
    const { values, bytes } = blockSizeOf(encoding);
    const place = { offset: size, bytes: (shape.reduce((product, axis) => product * axis, 1) / values) * bytes };
    places.set(name, place);
    size = aligned(place.offset + place.bytes);
    return { name, shape, encoding, offset: place.offset };
  });
  const list = tensorList(listed, 0);
  const header = Buffer.alloc(aligned(at + list.length));
  original.copy(header, 0, 0, at);
  list.copy(header, at);
  header.writeBigUInt64LE(BigInt(listed.length), tensorCountAt);
  if (file.tensors.some(({ name, shape }) => shape.length > 1 && changed.has(name))) patchFileType(header);
  for (const place of places.values()) place.offset += header.length;
  return { header, places, size: header.length + size };
}

function patchFileType(header: Buffer): void {
  const key = Buffer.from("general.file_type");
  const entry = Buffer.alloc(8 + key.length + 4);
  entry.writeBigUInt64LE(BigInt(key.length));
  key.copy(entry, 8);
  entry.writeUInt32LE(u32Type, 8 + key.length);
  const at = header.indexOf(entry);
  if (at >= 0) header.writeUInt32LE(mostlyF16, at + entry.length);
}
