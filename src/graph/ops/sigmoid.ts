import { defineOp } from "../op.ts";
import type { Value } from "../value.ts";
import { mul } from "./mul.ts";
import { sub } from "./sub.ts";

/** y = 1 / (1 + e^-x). Gradient: dy * y * (1 - y). */
const op = defineOp<null>({
  name: "sigmoid",
  shape: ([x]) => [x!],
  emit: (e, { inputs: [x], outputs: [y] }) => e.node("Sigmoid", [x!.name], { outputs: [y!.name] }),
  gradient: ({ outputs: [y], grads: [dy] }) => [mul(dy!, mul(y!, sub(y!.graph.scalar(1), y!)))],
});

/** 1 / (1 + e^-x), elementwise. */
export const sigmoid = (x: Value): Value => x.graph.apply(op, [x], null)[0]!;
