import { defineOp } from "../op.ts";
import { type Dim, rank, shaped, type TensorType, type Value } from "../value.ts";
import { reshape } from "./reshape.ts";

/** What a product does to its factors. */
export interface ProductAttributes {
  transA: boolean;
  transB: boolean;
  alpha: number;
}

const swap = (shape: readonly Dim[]): Dim[] => [
  ...shape.slice(0, -2),
  shape[shape.length - 1]!,
  shape[shape.length - 2]!,
];

/** Shape of op(a) @ op(b) over the last two axes; throws where they do not fit. */
export function productShape(a: TensorType, b: TensorType, { transA, transB }: ProductAttributes): Dim[] {
  const left = transA ? swap(a.shape) : [...a.shape];
  const right = transB ? swap(b.shape) : [...b.shape];
  const [m, k] = left.slice(-2);
  const [k2, n] = right.slice(-2);
  const batch = left.slice(0, -2);
  const fits = k === k2 && (right.length === 2 || right.slice(0, -2).join() === batch.join());
  if (!fits) throw new Error(`matmul: [${left}] times [${right}]`);
  return [...batch, m!, n!];
}

/**
 * y = alpha * op(a) @ op(b) over the last two axes; the axes before are batches of a, and b has the same ones or none.
 * Gradient: dA = alpha * dy @ op(b)^T, dB = alpha * op(a)^T @ dy, transposed where the operand was.
 */
const op = defineOp<ProductAttributes>({
  name: "matmul",
  shape: ([a, b], attributes) => [shaped(a!, productShape(a!, b!, attributes))],
  emit: (e, { inputs: [a, b], outputs: [y], attributes: { transA, transB, alpha } }) => {
    e.node("FusedMatMul", [a!.name, b!.name], {
      domain: "com.microsoft",
      outputs: [y!.name],
      attributes: { transA: { int: +transA }, transB: { int: +transB }, alpha: { float: alpha } },
    });
  },
  gradient: ({ inputs: [a, b], grads: [dy], attributes, wants }) => productGradient(a!, b!, dy!, attributes, wants),
});

/** The gradients of a product's two factors, each where it is wanted. */
export function productGradient(
  a: Value,
  b: Value,
  dy: Value,
  { transA, transB, alpha }: ProductAttributes,
  wants: readonly boolean[],
): [Value | undefined, Value | undefined] {
  const dA = () =>
    transA ? matmul(b, dy, { transA: transB, transB: true, alpha }) : matmul(dy, b, { transB: !transB, alpha });
  const dB = () => {
    // A matrix shared by all batches gathers its gradient from all of them: one tall product.
    const tall = rank(b) === 2 && rank(a) > 2;
    if (tall && transA) throw new Error("matmul: no gradient for a shared b under a transposed batch a");
    const left = tall ? flat(a) : a;
    const grad = tall ? flat(dy) : dy;
    return transB
      ? matmul(grad, left, { transA: true, transB: transA, alpha })
      : matmul(left, grad, { transA: !transA, alpha });
  };
  return [wants[0] ? dA() : undefined, wants[1] ? dB() : undefined];
}

/** [..., m, k] as [(...) * m, k]. */
function flat(x: Value): Value {
  const lead = x.shape.slice(0, -1);
  const rows = lead.every((dim) => typeof dim === "number")
    ? lead.reduce<number>((n, d) => n * (d as number), 1)
    : lead.join("*");
  return reshape(x, [rows, x.shape[x.shape.length - 1]!]);
}

export interface MatmulOptions {
  transA?: boolean;
  transB?: boolean;
  /** Factor on the product. */
  alpha?: number;
}

/** alpha * op(a) @ op(b) over the last two axes. */
export function matmul(a: Value, b: Value, { transA = false, transB = false, alpha = 1 }: MatmulOptions = {}): Value {
  return a.graph.apply(op, [a, b], { transA, transB, alpha })[0]!;
}
