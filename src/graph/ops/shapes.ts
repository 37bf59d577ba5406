import type { Dim, TensorType, Value } from "../value.ts";
import { reduceSum } from "./reduce-sum.ts";
import { reshape } from "./reshape.ts";

/** Shape of `a op b` under NumPy's broadcasting. Two unlike symbolic dimensions never broadcast. */
export function broadcast(op: string, a: TensorType, b: TensorType): Dim[] {
  const n = Math.max(a.shape.length, b.shape.length);
  return Array.from({ length: n }, (_, i) => {
    const x = a.shape[i - n + a.shape.length] ?? 1;
    const y = b.shape[i - n + b.shape.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) throw new Error(`${op}: [${a.shape}] and [${b.shape}] do not broadcast`);
    return x === 1 ? y : x;
  });
}

/** Sums a gradient over the axes along which its value was broadcast. */
export function sumTo(grad: Value, target: TensorType): Value {
  const lead = grad.shape.length - target.shape.length;
  const axes = grad.shape.flatMap((dim, i) => {
    const wanted = i < lead ? undefined : target.shape[i - lead];
    return wanted === undefined || (wanted === 1 && dim !== 1) ? [i] : [];
  });
  if (axes.length === 0) return grad;
  return reshape(reduceSum(grad, axes), target.shape);
}

export function sameShape(op: string, a: TensorType, b: TensorType): void {
  if (a.shape.join() !== b.shape.join()) throw new Error(`${op}: [${a.shape}] is not [${b.shape}]`);
}
