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

/**
 * y[rows[i], ...] += x[i, ...] on zeros of a shape. Gradient: dy's rows. ScatterElements adds in order; ScatterND's threads would race where a
 * row comes twice, and the sum's last bits with them (onnxruntime issues 18048, 23396).
 */
const scatterOp = defineOp<{ shape: readonly Dim[] }>({
  name: "scatter_rows",
  shape: ([x], { shape }) => [shaped(x!, shape)],
  emit: (e, { inputs: [x, rows], outputs: [y], attributes: { shape } }) => {
    const zeros = e.node("ConstantOfShape", [e.fullShape(shape)]);
    const flat = e.node("Reshape", [x!.name, e.shape(["each row", ...shape.slice(1)])]);
    const column = e.node("Reshape", [rows!.name, e.ints([-1, ...shape.slice(1).map(() => 1)])]);
    const index = e.node("Expand", [column, e.node("Shape", [flat])]);
    e.node("ScatterElements", [zeros, index, flat], {
      outputs: [y!.name],
      attributes: { axis: { int: 0 }, reduction: { string: "add" } },
    });
  },
  gradient: ({ inputs: [, rows], grads: [dy] }) => [gatherRows(dy!, rows!), undefined],
});

/** Rows of x by index. */
export const gatherRows = (x: Value, rows: Value): Value => x.graph.apply(op, [x, rows], null)[0]!;
