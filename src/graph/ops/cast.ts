import { defineOp } from "../op.ts";
import type { DType, Value } from "../value.ts";

/** The same numbers in another type. Nothing flows back: what is cast is a constant. */
const op = defineOp<{ to: DType }>({
  name: "cast",
  shape: ([x], { to }) => [{ dtype: to, shape: x!.shape }],
  emit: (e, { inputs: [x], outputs: [y], attributes: { to } }) => e.cast(x!.name, to, y!.name),
});

/** x in another element type. */
export const cast = (x: Value, to: DType): Value => (x.dtype === to ? x : x.graph.apply(op, [x], { to })[0]!);
