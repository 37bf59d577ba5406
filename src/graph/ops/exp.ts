import { defineOp } from "../op.ts";
import type { Value } from "../value.ts";
import { mul } from "./mul.ts";

/** y = e^x. Gradient: dy * y. */
const op = defineOp<null>({
  name: "exp",
  shape: ([x]) => [x!],
  emit: (e, { inputs: [x], outputs: [y] }) => e.node("Exp", [x!.name], { outputs: [y!.name] }),
  gradient: ({ outputs: [y], grads: [dy] }) => [mul(dy!, y!)],
});

/** e^x, elementwise. */
export const exp = (x: Value): Value => x.graph.apply(op, [x], null)[0]!;
