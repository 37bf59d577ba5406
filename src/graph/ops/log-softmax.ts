import { defineOp } from "../op.ts";
import type { Value } from "../value.ts";

/** y = x - log sum e^x over the last axis. Nothing flows back: what is trained goes through `targetLogProb`. */
const op = defineOp<null>({
  name: "log_softmax",
  shape: ([x]) => [x!],
  emit: (e, { inputs: [x], outputs: [y] }) => {
    e.node("LogSoftmax", [x!.name], { outputs: [y!.name], attributes: { axis: { int: -1 } } });
  },
});

/** Logarithm of the softmax over the last axis. */
export const logSoftmax = (x: Value): Value => x.graph.apply(op, [x], null)[0]!;
