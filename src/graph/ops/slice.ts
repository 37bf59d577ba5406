import { defineOp } from "../op.ts";
import { shaped, type Value } from "../value.ts";

interface Attributes {
  axis: number;
  start: number;
  end: number;
}

/** x[start:end] along one axis of known length. Gradient: dy between zeros. */
const op = defineOp<Attributes>({
  name: "slice",
  shape: ([x], { axis, start, end }) => {
    const length = x!.shape[axis];
    if (typeof length === "number" && (start < 0 || end > length || start >= end))
      throw new Error(`slice: [${start}, ${end}) of axis ${axis} of [${x!.shape}]`);
    return [
      shaped(
        x!,
        x!.shape.map((dim, i) => (i === axis ? end - start : dim)),
      ),
    ];
  },
  emit: (e, { inputs: [x], outputs: [y], attributes: { axis, start, end } }) => {
    e.node("Slice", [x!.name, e.ints([start]), e.ints([end]), e.ints([axis])], { outputs: [y!.name] });
  },
  gradient: ({ inputs: [x], grads: [dy], attributes: { axis, start, end } }) => {
    const length = x!.shape[axis];
    if (typeof length !== "number") throw new Error("slice of a symbolic dimension has no gradient");
    return [x!.graph.apply(padOp, [dy!], { axis, before: start, after: length - end })[0]!];
  },
});

interface Pad {
  axis: number;
  before: number;
  after: number;
}

/** Zeros before and after along one axis. Gradient: the slice between them. */
const padOp = defineOp<Pad>({
  name: "pad",
  shape: ([x], { axis, before, after }) => [
    shaped(
      x!,
      x!.shape.map((dim, i) => (i === axis ? (dim as number) + before + after : dim)),
    ),
  ],
  emit: (e, { inputs: [x], outputs: [y], attributes: { axis, before, after } }) => {
    e.node("Pad", [x!.name, e.ints([before, after]), "", e.ints([axis])], { outputs: [y!.name] });
  },
  gradient: ({ inputs: [x], grads: [dy], attributes: { axis, before } }) => [
    slice(dy!, axis, before, before + (x!.shape[axis] as number)),
  ],
});

/** x[start:end] along an axis. */
export function slice(x: Value, axis: number, start: number, end: number): Value {
  return x.graph.apply(op, [x], { axis, start, end })[0]!;
}
