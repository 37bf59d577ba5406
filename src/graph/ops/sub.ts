import { defineOp } from "../op.ts";
import { shaped, type Value } from "../value.ts";
import { neg } from "./neg.ts";
import { broadcast, sumTo } from "./shapes.ts";

/** y = a - b, broadcast. Gradient: dy and -dy, summed where broadcast. */
const op = defineOp<null>({
  name: "sub",
  shape: ([a, b]) => [shaped(a!, broadcast("sub", a!, b!))],
  emit: (e, { inputs: [a, b], outputs: [y] }) => e.node("Sub", [a!.name, b!.name], { outputs: [y!.name] }),
  gradient: ({ inputs: [a, b], grads: [dy], wants }) => [
    wants[0] ? sumTo(dy!, a!) : undefined,
    wants[1] ? sumTo(neg(dy!), b!) : undefined,
  ],
});

/** a - b with NumPy broadcasting. */
export const sub = (a: Value, b: Value): Value => a.graph.apply(op, [a, b], null)[0]!;
