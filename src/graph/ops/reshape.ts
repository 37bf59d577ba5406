import { defineOp } from "../op.ts";
import { type Dim, shaped, type Value } from "../value.ts";

/** The same entries in row-major order under another shape: no copy. Gradient: back to the old shape. */
const op = defineOp<{ shape: readonly Dim[] }>({
  name: "reshape",
  shape: ([x], { shape }) => [shaped(x!, shape)],
  emit: (e, { inputs: [x], outputs: [y], attributes: { shape } }) => {
    e.node("Reshape", [x!.name, e.shape(shape)], { outputs: [y!.name] });
  },
  gradient: ({ inputs: [x], grads: [dy] }) => [reshape(dy!, x!.shape)],
});

/** x under another shape; symbolic dimensions must be dimensions of graph inputs, or be the only symbolic one. */
export function reshape(x: Value, shape: readonly Dim[]): Value {
  if (shape.join() === x.shape.join()) return x;
  return x.graph.apply(op, [x], { shape })[0]!;
}
