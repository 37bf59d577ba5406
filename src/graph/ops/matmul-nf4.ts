import { defineOp } from "../op.ts";
import { shaped, type Value } from "../value.ts";
import { dequantizeNF4 } from "./dequantize-nf4.ts";
import { matmul } from "./matmul.ts";
import type { NF4 } from "./matrix.ts";

/** y = x @ w^T for an NF4 w. Gradient: dy @ w, w looked up in the graph (the kernel's own transposed form is wrong on CPU). */
const nf4Op = defineOp<{ weight: NF4 }>({
  name: "matmul_nf4",
  shape: ([x], { weight }) => [shaped(x!, [...x!.shape.slice(0, -1), weight.out])],
  emit: (e, { inputs: [x, quants, absmax], outputs: [y], attributes: { weight } }) => {
    e.node("MatMulBnb4", [x!.name, quants!.name, absmax!.name], {
      domain: "com.microsoft",
      outputs: [y!.name],
      attributes: { K: { int: weight.in }, N: { int: weight.out }, block_size: { int: 64 }, quant_type: { int: 1 } },
    });
  },
  gradient: ({ grads: [dy], attributes: { weight } }) => [
    matmul(dy!, dequantizeNF4(weight, dy!)),
    undefined,
    undefined,
  ],
});

/** x @ w^T for an NF4 matrix. */
export const nf4Product = (x: Value, weight: NF4): Value =>
  x.graph.apply(nf4Op, [x, x.graph.weight(weight.quants), x.graph.weight(weight.absmax)], { weight })[0]!;
