import { defineOp } from "../op.ts";
import { type Dim, shaped, type Value } from "../value.ts";
import { slice } from "./slice.ts";
import { split } from "./split.ts";

/** The inputs end to end along one axis. Gradient: each one's own slice; along an axis with symbolic lengths all parts at once. */
const op = defineOp<{ axis: number; length?: Dim }>({
  name: "concat",
  shape: (inputs, { axis, length }) => {
    const lengths = inputs.map((x) => x.shape[axis]!);
    const fixed = lengths.every((length) => typeof length === "number");
    const total: Dim = length ?? (fixed ? (lengths as number[]).reduce((a, b) => a + b, 0) : lengths.join("+"));
    return [
      shaped(
        inputs[0]!,
        inputs[0]!.shape.map((dim, i) => (i === axis ? total : dim)),
      ),
    ];
  },
  emit: (e, { inputs, outputs: [y], attributes: { axis } }) => {
    e.node(
      "Concat",
      inputs.map((x) => x.name),
      { outputs: [y!.name], attributes: { axis: { int: axis } } },
    );
  },
  gradient: ({ inputs, grads: [dy], attributes: { axis }, wants }) => {
    const lengths = inputs.map((x) => x.shape[axis]!);
    if (lengths.some((length) => typeof length === "string")) return [...split(dy!, axis, lengths)];
    let start = 0;
    return inputs.map((_, i) => {
      const length = lengths[i] as number;
      const from = start;
      start += length;
      return wants[i] ? slice(dy!, axis, from, start) : undefined;
    });
  },
});

/** Joins values along an axis; `length` names the joint dimension where it is symbolic. */
export function concat(values: readonly Value[], axis: number, length?: Dim): Value {
  if (values.length === 1) return values[0]!;
  const whole = rejoined(values, axis);
  if (whole) return whole;
  return values[0]!.graph.apply(op, values, { axis, length })[0]!;
}

/** What was split along the axis into exactly these values, in this order. */
function rejoined(values: readonly Value[], axis: number): Value | undefined {
  const maker = values[0]!.graph.makerOf(values[0]!);
  if (maker?.op.name !== "split" || (maker.attributes as { axis: number }).axis !== axis) return undefined;
  const all = maker.outputs.length === values.length && maker.outputs.every((output, i) => output === values[i]);
  return all ? maker.inputs[0] : undefined;
}
