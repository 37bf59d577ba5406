import { badInput } from "../../../base/errors.ts";
import { decodeValues } from "../decode-values.ts";
import { nf4Block, quantizeNf4 } from "../nf4.ts";
import { doubleQuantized } from "../nf4-absmax.ts";
import { matrixShape } from "../rows.ts";
import type { FloatEncoding, StoredTensor } from "../types.ts";
import { bytesOf, type Form } from "./form.ts";

/** Float weights quantised to NF4. Throws "bad-input" where the matrix is not made of whole blocks. */
export function nf4(tensor: StoredTensor & { encoding: FloatEncoding }, doubleQuant: boolean): Form {
  const { name, encoding } = tensor;
  const { rows, columns } = matrixShape(tensor);
  const count = rows * columns;
  if (count % nf4Block !== 0) {
    throw badInput(`Tensor "${name}" has ${count} weights, which NF4's blocks of ${nf4Block} do not divide.`);
  }
  const [quants, absmax] = [`${name}.quants`, `${name}.absmax`];
  return {
    parts: [
      { name: quants, dtype: "U8", shape: [count / 2] },
      { name: absmax, dtype: "F32", shape: [count / nf4Block] },
    ],
    async fill(source, put) {
      const peaks = new Float32Array(count / nf4Block);
      for await (const chunk of source(rowsOfWholeBlocks(columns))) {
        const part = quantizeNf4(decodeValues(encoding, chunk.bytes, chunk.rows * columns));
        const first = chunk.first * columns;
        put(quants, first / 2, part.quants);
        peaks.set(part.absmax, first / nf4Block);
      }
      put(absmax, 0, bytesOf(doubleQuant ? doubleQuantized(peaks) : peaks));
    },
    weight: (place) => ({ kind: "nf4", out: rows, in: columns, quants: place(quants), absmax: place(absmax) }),
    runsAs: `NF4, blocks of ${nf4Block}${doubleQuant ? ", double quantised" : ""}`,
    reason: "asked for: precision nf4",
  };
}

/** The least number of rows whose weights fill whole blocks. */
function rowsOfWholeBlocks(columns: number): number {
  let rows = 1;
  while ((rows * columns) % nf4Block !== 0) rows *= 2;
  return rows;
}
