import { defineOp } from "../op.ts";
import { shaped, type Value } from "../value.ts";

/** y[i_p0, i_p1, ...] = x[i_0, i_1, ...]. Gradient: the inverse permutation. */
const op = defineOp<{ perm: readonly number[] }>({
  name: "transpose",
  shape: ([x], { perm }) => [
    shaped(
      x!,
      perm.map((axis) => x!.shape[axis]!),
    ),
  ],
  emit: (e, { inputs: [x], outputs: [y], attributes: { perm } }) => {
    e.node("Transpose", [x!.name], { outputs: [y!.name], attributes: { perm: { ints: perm } } });
  },
  gradient: ({ grads: [dy], attributes: { perm } }) => [
    transpose(
      dy!,
      perm.map((_, axis) => perm.indexOf(axis)),
    ),
  ],
});

/** Permutes the axes: axis i of the result is axis perm[i] of x. */
export const transpose = (x: Value, perm: readonly number[]): Value => x.graph.apply(op, [x], { perm })[0]!;
