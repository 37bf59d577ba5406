import type { Value } from "../value.ts";
import { cast } from "./cast.ts";
import { dequantizeBlocks } from "./dequantize-nbits.ts";
import { dequantizeNF4 } from "./dequantize-nf4.ts";
import type { MatrixWeight } from "./matrix.ts";

/**
 * A frozen matrix in f32, [out, in], for products in the other direction; dequantised once `after`, the other factor, is there, so that
 * only one matrix is held at a time.
 */
export function dequantize(weight: MatrixWeight, after: Value): Value {
  if (weight.kind === "float") return cast(after.graph.weight(weight.values), "f32");
  if (weight.kind === "nf4") return dequantizeNF4(weight, after);
  if (weight.offsets) throw new Error("dequantize: offsets are added by the product, not here");
  return dequantizeBlocks(weight, after);
}
