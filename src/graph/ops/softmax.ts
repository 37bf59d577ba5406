import { defineOp } from "../op.ts";
import { rank, type Value } from "../value.ts";
import { mul } from "./mul.ts";
import { reduceSum } from "./reduce-sum.ts";
import { sub } from "./sub.ts";

/** y = e^x / sum e^x over the last axis. Gradient: y * (dy - sum(dy * y)). */
const op = defineOp<null>({
  name: "softmax",
  shape: ([x]) => [x!],
  emit: (e, { inputs: [x], outputs: [y] }) => {
    e.node("Softmax", [x!.name], { outputs: [y!.name], attributes: { axis: { int: -1 } } });
  },
  gradient: ({ outputs: [y], grads: [dy] }) => [mul(y!, sub(dy!, reduceSum(mul(dy!, y!), [rank(y!) - 1])))],
});

/** Softmax over the last axis. */
export const softmax = (x: Value): Value => x.graph.apply(op, [x], null)[0]!;
