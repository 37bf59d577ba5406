import { lastDim, type Value } from "../value.ts";
import { cast } from "./cast.ts";
import { concat } from "./concat.ts";
import { matmul } from "./matmul.ts";
import { nbitsProduct } from "./matmul-nbits.ts";
import { nf4Product } from "./matmul-nf4.ts";
import { unpackedProduct } from "./matmul-unpacked.ts";
import type { Matrix, NBits, ProductKind } from "./matrix.ts";

/** x @ w^T for a frozen matrix w [out, in]; x [rows, in]. Only x receives a gradient. */
export function linear(x: Value, weight: Matrix, accuracy: ProductKind = "int8"): Value {
  return linearStack(x, [weight], accuracy);
}

/**
 * x @ w^T for matrices of one input stacked by rows: x [rows, in] -> [rows, sum of out]. One product where their blocks are
 * alike (ONNX Runtime joins the constants once, at load), else one each.
 */
export function linearStack(x: Value, weights: readonly Matrix[], accuracy: ProductKind = "int8"): Value {
  for (const weight of weights)
    if (lastDim(x) !== weight.in)
      throw new Error(`linear: [${x.shape}] times [${weight.out}, ${weight.in}] transposed`);
  const first = weights[0]!;
  const alike =
    first.kind === "nbits" &&
    weights.every(
      (w) =>
        w.kind === "nbits" && w.bits === first.bits && w.blockSize === first.blockSize && !w.offsets === !first.offsets,
    );
  if (alike && accuracy !== "unpacked") return nbitsProduct(x, weights as readonly NBits[], accuracy);
  return concat(
    weights.map((weight) => singleProduct(x, weight, accuracy)),
    1,
  );
}

function singleProduct(x: Value, weight: Matrix, accuracy: ProductKind): Value {
  const graph = x.graph;
  if (weight.kind === "trained") return matmul(x, weight.value, { transB: true });
  if (weight.kind === "float") return matmul(x, cast(graph.weight(weight.values), "f32"), { transB: true });
  if (weight.kind === "nbits")
    return accuracy === "unpacked" ? unpackedProduct(x, weight) : nbitsProduct(x, [weight], accuracy);
  return nf4Product(x, weight);
}
