import { defineOp } from "../op.ts";
import { rank, type Value } from "../value.ts";
import { type MatmulOptions, type ProductAttributes, productGradient, productShape } from "./matmul.ts";

/** y = c + alpha * op(a) @ op(b) in one kernel, for matrices. Gradient: dC = dy, those of a and b as of the product alone. */
export const gemmOp = defineOp<ProductAttributes>({
  name: "gemm",
  shape: ([c, a, b], attributes) => {
    const fits = [a, b, c].every((x) => rank(x!) === 2) && productShape(a!, b!, attributes)[1] === c!.shape[1];
    if (!fits) throw new Error(`gemm: [${c!.shape}] + [${a!.shape}] times [${b!.shape}]`);
    return [c!];
  },
  emit: (e, { inputs: [c, a, b], outputs: [y], attributes: { transA, transB, alpha } }) => {
    e.node("Gemm", [a!.name, b!.name, c!.name], {
      outputs: [y!.name],
      attributes: { transA: { int: +transA }, transB: { int: +transB }, alpha: { float: alpha } },
    });
  },
  gradient: ({ inputs: [, a, b], grads: [dy], attributes, wants: [, ...wants] }) => [
    dy,
    ...productGradient(a!, b!, dy!, attributes, wants),
  ],
});

/** c + alpha * op(a) @ op(b). */
export function gemm(
  c: Value,
  a: Value,
  b: Value,
  { transA = false, transB = false, alpha = 1 }: MatmulOptions = {},
): Value {
  return c.graph.apply(gemmOp, [c, a, b], { transA, transB, alpha })[0]!;
}
