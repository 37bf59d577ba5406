import { defineOp } from "../op.ts";
import { rank, shaped, type Value } from "../value.ts";

/** y = the largest entry of the last axis, kept as length 1. No gradient: nothing that is trained passes through it. */
const op = defineOp<null>({
  name: "reduce_max",
  shape: ([x]) => [shaped(x!, [...x!.shape.slice(0, -1), 1])],
  emit: (e, { inputs: [x], outputs: [y] }) => {
    e.node("ReduceMax", [x!.name, e.ints([rank(x!) - 1])], {
      outputs: [y!.name],
      attributes: { keepdims: { int: 1 } },
    });
  },
});

/** The largest entry of the last axis, kept as length 1. */
export const reduceMax = (x: Value): Value => x.graph.apply(op, [x], null)[0]!;
