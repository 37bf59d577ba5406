import { defineOp } from "../op.ts";
import { shaped, type TensorType, type Value } from "../value.ts";
import { expand } from "./expand.ts";
import { scale } from "./mul.ts";

interface Attributes {
  axes: readonly number[];
  mean: boolean;
}

const kept = (x: TensorType, axes: readonly number[]) => x.shape.map((dim, i) => (axes.includes(i) ? 1 : dim));

/** y = sum of x over axes, kept as length 1; the mean divides by their lengths. Gradient: dy spread back. */
const op = defineOp<Attributes>({
  name: "reduce_sum",
  shape: ([x], { axes }) => [shaped(x!, kept(x!, axes))],
  emit: (e, { inputs: [x], outputs: [y], attributes: { axes, mean } }) => {
    const attributes = { keepdims: { int: 1 } };
    e.node(mean ? "ReduceMean" : "ReduceSum", [x!.name, e.ints(axes)], { outputs: [y!.name], attributes });
  },
  gradient: ({ inputs: [x], grads: [dy], attributes: { axes, mean } }) => {
    if (!mean) return [expand(dy!, x!.shape)];
    const count = axes.reduce((n, axis) => n * (x!.shape[axis] as number), 1);
    if (!Number.isFinite(count))
      throw new Error("reduce_mean over a symbolic dimension has no gradient: sum, then scale");
    return [expand(scale(dy!, 1 / count), x!.shape)];
  },
});

/** Sum over axes, each kept with length 1. */
export const reduceSum = (x: Value, axes: readonly number[]): Value =>
  x.graph.apply(op, [x], { axes, mean: false })[0]!;

/** Mean over axes, each kept with length 1. */
export const reduceMean = (x: Value, axes: readonly number[]): Value =>
  x.graph.apply(op, [x], { axes, mean: true })[0]!;
