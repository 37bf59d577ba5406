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
      ...(format.offsets ? [{ name: offsets, dtype: "F32" as const, shape: [groups, rows] }] : []),
    ],
    async fill(source, put) {
      const transposed = new Float32Array(format.offsets ? groups * rows : 0);
      for await (const chunk of source()) {
        const packed = repackBlocks(format, chunk.bytes, (chunk.rows * columns) / format.values);
        put(quants, chunk.first * quantBytes, packed.quants);
        put(scales, chunk.first * groups * 4, bytesOf(packed.scales));
        if (packed.offsets) transposeInto(transposed, packed.offsets, { first: chunk.first, rows, groups });
      }
      if (format.offsets) put(offsets, 0, bytesOf(transposed));
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

/** Puts the offsets of rows `first` and following, [rows, groups], into the columns of [groups, all rows]. */
function transposeInto(
  out: Float32Array,
  offsets: Float32Array,
  { first, rows, groups }: { first: number; rows: number; groups: number },
): void {
  for (let at = 0, row = first; at < offsets.length; row++) {
    for (let group = 0; group < groups; group++) out[group * rows + row] = offsets[at++]!;
  }
}
