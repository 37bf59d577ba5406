import { defineOp } from "../op.ts";
import { type Dim, shaped, type Value } from "../value.ts";

/** y[i, ...] = x[rows[i], ...]; rows i64 of any shape. Gradient: dy added up at the rows it came from. */
const op = defineOp<null>({
  name: "gather_rows",
  shape: ([x, rows]) => [shaped(x!, [...rows!.shape, ...x!.shape.slice(1)])],
  emit: (e, { inputs: [x, rows], outputs: [y] }) => {
    e.node("Gather", [x!.name, rows!.name], { outputs: [y!.name], attributes: { axis: { int: 0 } } });
  },
  gradient: ({ inputs: [x, rows], grads: [dy] }) => [
    x!.graph.apply(scatterOp, [dy!, rows!], { shape: x!.shape })[0]!,
    undefined,
  ],
});

/** y[rows[i], ...] += x[i, ...] on zeros of a shape. Gradient: dy's rows. */
const scatterOp = defineOp<{ shape: readonly Dim[] }>({
  name: "scatter_rows",
  shape: ([x], { shape }) => [shaped(x!, shape)],
  emit: (e, { inputs: [x, rows], outputs: [y], attributes: { shape } }) => {
    const zeros = e.node("ConstantOfShape", [e.fullShape(shape)]);
    const index = e.node("Unsqueeze", [rows!.name, e.ints([-1])]);
    e.node("ScatterND", [zeros, index, x!.name], { outputs: [y!.name], attributes: { reduction: { string: "add" } } });
  },
  gradient: ({ inputs: [, rows], grads: [dy] }) => [gatherRows(dy!, rows!), undefined],
});

/** Rows of x by index. */
export const gatherRows = (x: Value, rows: Value): Value => x.graph.apply(op, [x, rows], null)[0]!;
