import { ggmlNumbers } from "./tensor-types.ts";
import type { GgufTensor } from "./types.ts";

/** What a GGUF's header says of a tensor. */
export type ListedTensor = Pick<GgufTensor, "name" | "shape" | "encoding" | "offset">;

/**
 * The tensor list as a GGUF holds it: name, axes (fastest first), type, offset from the start of the data.
 *
 * @param dataStart what the tensors' offsets are counted from
 */
export function tensorList(tensors: readonly ListedTensor[], dataStart: number): Buffer {
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
