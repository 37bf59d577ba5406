import { defineOp } from "../op.ts";
import { type Dim, shaped, type Value } from "../value.ts";
import { concat } from "./concat.ts";

interface Attributes {
  axis: number;
  lengths: readonly Dim[];
}

/** x cut along one axis into parts of given lengths. Gradient: the parts' gradients end to end, zeros for one without. */
const op = defineOp<Attributes>({
  name: "split",
  shape: ([x], { axis, lengths }) =>
    lengths.map((length) =>
      shaped(
        x!,
        x!.shape.map((dim, i) => (i === axis ? length : dim)),
      ),
    ),
  emit: (e, { inputs: [x], outputs, attributes: { axis, lengths } }) => {
    e.node("Split", [x!.name, e.fullShape(lengths)], {
      outputs: outputs.map((y) => y.name),
      attributes: { axis: { int: axis } },
    });
  },
  gradient: ({ outputs, grads, attributes: { axis } }) => {
    const missing = outputs.find((_, i) => !grads[i]);
    if (missing) throw new Error("split: every part must reach the loss; take a slice for one that does not");
    return [concat(grads as Value[], axis)];
  },
});

/** Cuts x along an axis; the lengths must add up to the axis. */
export function split(x: Value, axis: number, lengths: readonly Dim[]): readonly Value[] {
  if (lengths.length === 1) return [x];
  return x.graph.apply(op, [x], { axis, lengths });
}
