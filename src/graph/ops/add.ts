import { defineOp } from "../op.ts";
import { shaped, type Value } from "../value.ts";
import { broadcast, sumTo } from "./shapes.ts";

/** y = a + b, broadcast. Gradient: dy to both, summed where broadcast. */
const op = defineOp<null>({
  name: "add",
  shape: ([a, b]) => [shaped(a!, broadcast("add", a!, b!))],
  emit: (e, { inputs: [a, b], outputs: [y] }) => e.node("Add", [a!.name, b!.name], { outputs: [y!.name] }),
  gradient: ({ inputs: [a, b], grads: [dy], wants }) => [
    wants[0] ? sumTo(dy!, a!) : undefined,
    wants[1] ? sumTo(dy!, b!) : undefined,
  ],
});

/** a + b with NumPy broadcasting. */
export const add = (a: Value, b: Value): Value => a.graph.apply(op, [a, b], null)[0]!;
