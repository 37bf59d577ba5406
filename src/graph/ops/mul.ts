import { defineOp } from "../op.ts";
import { shaped, type Value } from "../value.ts";
import { broadcast, sumTo } from "./shapes.ts";

/** y = a * b, broadcast. Gradient: dy * b and dy * a, summed where broadcast. */
const op = defineOp<null>({
  name: "mul",
  shape: ([a, b]) => [shaped(a!, broadcast("mul", a!, b!))],
  emit: (e, { inputs: [a, b], outputs: [y] }) => e.node("Mul", [a!.name, b!.name], { outputs: [y!.name] }),
  gradient: ({ inputs: [a, b], grads: [dy], wants }) => [
    wants[0] ? sumTo(mul(dy!, b!), a!) : undefined,
    wants[1] ? sumTo(mul(dy!, a!), b!) : undefined,
  ],
});

/** a * b with NumPy broadcasting. */
export const mul = (a: Value, b: Value): Value => a.graph.apply(op, [a, b], null)[0]!;

/** x times a constant. */
export const scale = (x: Value, factor: number): Value => (factor === 1 ? x : mul(x, x.graph.scalar(factor)));
