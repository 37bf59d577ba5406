import { blockFormats } from "../blocks/registry.ts";
import { repackBlocks } from "../blocks/repack.ts";
import { matrixShape } from "../rows.ts";
import type { BlockEncoding, StoredTensor } from "../types.ts";
import { bytesOf, type Form } from "./form.ts";

/** Blocks taken apart into the quants, scales and offsets of `MatMulNBits`: the same weights, nothing requantised. */
export function nbits(tensor: StoredTensor & { encoding: BlockEncoding }): Form {
  const { name, encoding } = tensor;
  const { rows, columns } = matrixShape(tensor);
  const format = blockFormats[encoding];
  const { bits, group } = format;
  const groups = columns / group;
  const quantBytes = (columns * bits) / 8;
  const [quants, scales, offsets] = [`${name}.quants`, `${name}.scales`, `${name}.offsets`];
  return {
    parts: [
      { name: quants, dtype: "U8", shape: [rows, quantBytes] },
      { name: scales, dtype: "F32", shape: [rows, groups] },
      ...(format.offsets ? [{ name: offsets, dtype: "F32" as const, shape: [rows, groups] }] : []),
    ],
    async fill(source, put) {
      for await (const chunk of source()) {
        const packed = repackBlocks(format, chunk.bytes, (chunk.rows * columns) / format.values);
        put(quants, chunk.first * quantBytes, packed.quants);
        put(scales, chunk.first * groups * 4, bytesOf(packed.scales));
        if (packed.offsets) put(offsets, chunk.first * groups * 4, bytesOf(packed.offsets));
      }
    },
    weight: (place) => ({
      kind: "nbits",
      out: rows,
      in: columns,
      bits,
      blockSize: group,
      quants: place(quants),
      scales: place(scales),
      ...(format.offsets ? { offsets: place(offsets) } : {}),
    }),
    runsAs: `${bits}-bit, blocks of ${group}${format.offsets ? ", with offsets" : ""}`,
    reason:
      bits === 4
        ? "the same 4-bit quants, repacked"
        : `quants of ${encoding.slice(1, 2)} bits in a byte each, the same weights`,
  };
}
