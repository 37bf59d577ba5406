import { defineOp } from "../op.ts";
import type { Value } from "../value.ts";

/** The index of the largest entry of the last axis, the first among equals. Nothing flows back. */
const op = defineOp<null>({
  name: "arg_max",
  shape: ([x]) => [{ dtype: "i64", shape: x!.shape.slice(0, -1) }],
  emit: (e, { inputs: [x], outputs: [y] }) => {
    e.node("ArgMax", [x!.name], { outputs: [y!.name], attributes: { axis: { int: -1 }, keepdims: { int: 0 } } });
  },
});

/** Index of the largest entry along the last axis: f32 [..., n] -> i64 [...]. */
export const argMax = (x: Value): Value => x.graph.apply(op, [x], null)[0]!;
