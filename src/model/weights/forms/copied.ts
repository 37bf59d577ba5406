import { matrixShape } from "../rows.ts";
import type { FloatEncoding, StoredTensor } from "../types.ts";
import { type Form, floatDtypes } from "./form.ts";

/** Floats copied as they are, rows in Hugging Face's order, to an aligned place. */
export function copied(tensor: StoredTensor & { encoding: FloatEncoding }): Form {
  const { name, shape, encoding } = tensor;
  const { rows, columns } = matrixShape(tensor);
  const rowBytes = tensor.bytes / rows;
  return {
    parts: [{ name, dtype: floatDtypes[encoding], shape }],
    async fill(source, put) {
      for await (const { first, bytes } of source()) put(name, first * rowBytes, bytes);
    },
    weight: (place) => ({ kind: "float", out: rows, in: columns, values: place(name) }),
    runsAs: encoding,
    reason:
      tensor.ropePermutedHeads === undefined
        ? "copied: its place in the file is not aligned"
        : "copied: llama.cpp's order of q and k rows undone",
  };
}
