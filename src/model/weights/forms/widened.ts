import { decodeValues } from "../decode-values.ts";
import { matrixShape } from "../rows.ts";
import type { StoredTensor } from "../types.ts";
import { bytesOf, type Form } from "./form.ts";

/** Halves or blocks decoded to f32. */
export function widened(tensor: StoredTensor, reason: string): Form {
  const { name, shape, encoding } = tensor;
  const { rows, columns } = matrixShape(tensor);
  return {
    parts: [{ name, dtype: "F32", shape }],
    async fill(source, put) {
      for await (const chunk of source()) {
        put(name, chunk.first * columns * 4, bytesOf(decodeValues(encoding, chunk.bytes, chunk.rows * columns)));
      }
    },
    weight: (place) => ({ kind: "float", out: rows, in: columns, values: place(name) }),
    runsAs: "f32",
    reason,
  };
}
