import type { SafetensorsLayout } from "../safetensors/layout.ts";
import { readRange, withFile } from "../weights/open-file.ts";
import type { BlockEncoding, FloatEncoding } from "../weights/types.ts";
import { blockSizeOf, ggmlNumbers } from "./tensor-types.ts";
import type { GgufFile, GgufTensor } from "./types.ts";

type Encoding = FloatEncoding | BlockEncoding;
type Listed = Pick<GgufTensor, "name" | "shape" | "encoding" | "offset">;

/** llama.cpp's `general.file_type` of a file that is mostly f16. */
const mostlyF16 = 1;
const u32Type = 4;

/**
 * The layout of a copy of a GGUF in which some tensors have another encoding. The header is the original's, byte for byte: only types
 * and offsets in the tensor list and `general.file_type` change, none of which changes a length; so the tokenizer, the chat
 * template and whatever else the metadata hold stay as they were.
 */
export async function mergedGgufLayout(
  file: GgufFile,
  changed: ReadonlyMap<string, Encoding>,
): Promise<SafetensorsLayout> {
  const header = await withFile(file.path, (handle, { path }) => readRange(handle, path, 0, file.dataStart));
  const alignment = Number(file.metadata.get("general.alignment") ?? 32);
  const places = new Map<string, { offset: number; bytes: number }>();
  let end = file.dataStart;
  const tensors = file.tensors.map((tensor): Listed => {
    const encoding = changed.get(tensor.name) ?? tensor.encoding;
    const { values, bytes } = blockSizeOf(encoding);
    const size = (tensor.shape.reduce((product, axis) => product * axis, 1) / values) * bytes;
    places.set(tensor.name, { offset: end, bytes: size });
    const listed = { ...tensor, encoding, offset: end };
    end = Math.ceil((end + size) / alignment) * alignment;
    return listed;
  });
  const before = entries(file.tensors, file.dataStart);
  const at = header.lastIndexOf(before);
  if (at < 0) throw new Error(`the tensor list of ${file.path} is not where it was read`);
  entries(tensors, file.dataStart).copy(header, at);
  if (changed.size > 0) patchFileType(header);
  return { header, places, size: end };
}

/** The tensor list as a GGUF holds it: name, axes (fastest first), type, offset from the start of the data. */
function entries(tensors: readonly Listed[], dataStart: number): Buffer {
  return Buffer.concat(
    tensors.map(({ name, shape, encoding, offset }) => {
      const text = Buffer.from(name);
      const entry = Buffer.alloc(8 + text.length + 4 + 8 * shape.length + 4 + 8);
      let at = entry.writeBigUInt64LE(BigInt(text.length));
      at += text.copy(entry, at);
      at = entry.writeUInt32LE(shape.length, at);
      for (const axis of [...shape].reverse()) at = entry.writeBigUInt64LE(BigInt(axis), at);
      at = entry.writeUInt32LE(ggmlNumbers[encoding], at);
      entry.writeBigUInt64LE(BigInt(offset - dataStart), at);
      return entry;
    }),
  );
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
