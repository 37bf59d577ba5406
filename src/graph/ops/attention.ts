import { defineOp } from "../op.ts";
import { type Dim, shaped, type TensorType, type Value } from "../value.ts";
import { matmul } from "./matmul.ts";
import { mul } from "./mul.ts";
import { reduceSum } from "./reduce-sum.ts";
import { sub } from "./sub.ts";

const lengthOf = (x: TensorType): Dim => x.shape[x.shape.length - 2]!;

/**
 * o = p @ v, p = softmax(alpha * q @ k^T + mask); outputs o and p. Gradient with D = sum(do * o) over d_head, which is
 * sum(dp * p) over the keys at a fraction of the passes (FlashAttention, appendix B.4): ds = p * (do @ v^T - D),
 * dq = alpha * ds @ k, dk = alpha * ds^T @ q, dv = p^T @ do.
 */
const op = defineOp<{ alpha: number }>({
  name: "attention",
  shape: ([q, k]) => [q!, shaped(q!, [...q!.shape.slice(0, -1), lengthOf(k!)])],
  emit: (e, { inputs: [q, k, v, mask], outputs: [o, p], attributes: { alpha } }) => {
    const scores = e.node("FusedMatMul", [q!.name, k!.name], {
      domain: "com.microsoft",
      attributes: { transA: { int: 0 }, transB: { int: 1 }, alpha: { float: alpha } },
    });
    const masked = e.node("Add", [scores, mask!.name]);
    e.node("Softmax", [masked], { outputs: [p!.name], attributes: { axis: { int: -1 } } });
    e.node("MatMul", [p!.name, v!.name], { outputs: [o!.name] });
  },
  gradient: ({ inputs: [q, k, v], outputs: [o, p], grads: [dO, dP], attributes: { alpha }, wants }) => {
    if (dP) throw new Error("attention: only its result carries a gradient, not its weights");
    const dot = reduceSum(mul(dO!, o!), [o!.shape.length - 1]);
    const ds = mul(p!, sub(matmul(dO!, v!, { transB: true }), dot));
    return [
      wants[0] ? matmul(ds, k!, { alpha }) : undefined,
      wants[1] ? matmul(ds, q!, { transA: true, alpha }) : undefined,
      wants[2] ? matmul(p!, dO!, { transA: true }) : undefined,
      undefined,
    ];
  },
});

/**
 * Attention of q [..., queries, d_head] over k, v [..., keys, d_head] with an additive mask that broadcasts to
 * [..., queries, keys] (0 or -infinity).
 */
export function attention(q: Value, k: Value, v: Value, mask: Value, alpha: number): Value {
  return q.graph.apply(op, [q, k, v, mask], { alpha })[0]!;
}
