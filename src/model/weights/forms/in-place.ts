import { matrixShape } from "../rows.ts";
import type { FloatEncoding, StoredTensor } from "../types.ts";
import type { Form } from "./form.ts";

/** Floats mapped from the user's file. */
export function inPlace(tensor: StoredTensor & { encoding: FloatEncoding }): Form {
  const { name, shape, encoding: dtype, file, offset, bytes } = tensor;
  const { rows, columns } = matrixShape(tensor);
  return {
    parts: [],
    fill: async () => {},
    weight: () => ({ kind: "float", out: rows, in: columns, values: { name, dtype, shape, file, offset, bytes } }),
    runsAs: dtype,
    reason: "mapped from the file as it is",
  };
}
