import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { permutedRow } from "./rope-order.ts";

/** oracles/weights_rope_order.py: numpy's reshape(heads, 2, d / 2, in).swapaxes(1, 2) of an arange. */
const golden: { heads: number; headDim: number; converted: number[] }[] = JSON.parse(
  readFileSync(new URL("../../../oracles/golden/weights_rope_order.json", import.meta.url), "utf8"),
);

it.each(golden)("undoes the converter's order of $heads heads of $headDim rows", ({ heads, headDim, converted }) => {
  const undone = Array.from({ length: heads * headDim }, (_, row) => converted[permutedRow(row, headDim)]);
  expect(undone).toEqual(Array.from({ length: heads * headDim }, (_, row) => row));
});
