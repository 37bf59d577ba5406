import { defineOp } from "../op.ts";
import type { Value } from "../value.ts";

/**
 * y = x, given on only once `after` is there. ONNX Runtime runs what leads to the last output first and keeps whatever else waits for a value
 * until then: of a hundred activations that are to be reduced, all. Costs no copy. No gradient: nothing that is trained passes through it.
 */
const op = defineOp<{ width: number }>({
  name: "hold",
  shape: ([x]) => [x!],
  emit: (e, { inputs: [x, after], outputs: [y], attributes: { width } }) => {
    e.late(x!.name, [-1, width], after!.name, y!.name);
  },
});

/** x [rows, width], once `after` (f32, any shape) is computed. */
export function hold(x: Value, after: Value): Value {
  const width = x.shape[1];
  if (x.shape.length !== 2 || typeof width !== "number") throw new Error(`hold: [${x.shape}] is not [rows, width]`);
  return x.graph.apply(op, [x, after], { width })[0]!;
}
