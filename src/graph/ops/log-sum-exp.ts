import { defineOp } from "../op.ts";
import { rank, shaped, type Value } from "../value.ts";
import { mul } from "./mul.ts";
import { softmax } from "./softmax.ts";

/** y = log sum e^x over the last axis, kept as length 1. Gradient: dy * softmax(x). */
const op = defineOp<null>({
  name: "log_sum_exp",
  shape: ([x]) => [shaped(x!, [...x!.shape.slice(0, -1), 1])],
  emit: (e, { inputs: [x], outputs: [y] }) => {
    e.node("ReduceLogSumExp", [x!.name, e.ints([rank(x!) - 1])], {
      outputs: [y!.name],
      attributes: { keepdims: { int: 1 } },
    });
  },
  gradient: ({ inputs: [x], grads: [dy] }) => [mul(dy!, softmax(x!))],
});

/** log sum e^x over the last axis, kept as length 1. */
export const logSumExp = (x: Value): Value => x.graph.apply(op, [x], null)[0]!;
