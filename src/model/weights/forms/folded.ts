import { foldOffsets } from "../blocks/fold-offsets.ts";
import { blockFormats } from "../blocks/registry.ts";
import { matrixShape } from "../rows.ts";
import type { BlockEncoding, StoredTensor } from "../types.ts";
import { bytesOf, type Form } from "./form.ts";

/** Blocks with offsets as symmetric 8-bit blocks, for products that round their activations to 8 bits anyway. */
export function folded(tensor: StoredTensor & { encoding: BlockEncoding }): Form {
  const { name, encoding } = tensor;
  const { rows, columns } = matrixShape(tensor);
  const format = blockFormats[encoding];
  const { group } = format;
  const groups = columns / group;
  const [quants, scales] = [`${name}.quants`, `${name}.scales`];
  return {
    parts: [
      { name: quants, dtype: "U8", shape: [rows, columns] },
      { name: scales, dtype: "F32", shape: [rows, groups] },
    ],
    async fill(source, put) {
      for await (const chunk of source()) {
        const blocks = foldOffsets(format, chunk.bytes, (chunk.rows * columns) / format.values);
        put(quants, chunk.first * columns, blocks.quants);
        put(scales, chunk.first * groups * 4, bytesOf(blocks.scales));
      }
    },
    weight: (place) => ({
      kind: "nbits",
      out: rows,
      in: columns,
      bits: 8,
      blockSize: group,
      quants: place(quants),
      scales: place(scales),
    }),
    runsAs: `8-bit, blocks of ${group}`,
    reason: "offsets folded into 8-bit quants, steps exact: a second product for offsets is slower",
  };
}
