import { defineOp } from "../op.ts";
import { type Dim, shaped, type Value } from "../value.ts";
import { sumTo } from "./shapes.ts";

/** x repeated along its axes of length 1. Gradient: summed over them. */
const op = defineOp<{ shape: readonly Dim[] }>({
  name: "expand",
  shape: ([x], { shape }) => [shaped(x!, shape)],
  emit: (e, { inputs: [x], outputs: [y], attributes: { shape } }) => {
    // A lone symbolic dimension would be written as -1, which Expand does not take.
    const symbolic = shape.some((dim) => typeof dim === "string");
    const target = symbolic ? e.fullShape(shape) : e.shape(shape);
    e.node("Expand", [x!.name, target], { outputs: [y!.name] });
  },
  gradient: ({ inputs: [x], grads: [dy] }) => [sumTo(dy!, x!)],
});

/** Broadcasts x to a shape. */
export const expand = (x: Value, shape: readonly Dim[]): Value => x.graph.apply(op, [x], { shape })[0]!;
