import { defineOp } from "../op.ts";
import type { Value } from "../value.ts";

/** y = -x. Gradient: -dy. */
const op = defineOp<null>({
  name: "neg",
  shape: ([x]) => [x!],
  emit: (e, { inputs: [x], outputs: [y] }) => e.node("Neg", [x!.name], { outputs: [y!.name] }),
  gradient: ({ grads: [dy] }) => [neg(dy!)],
});

/** -x. */
export const neg = (x: Value): Value => x.graph.apply(op, [x], null)[0]!;
