import { defineOp } from "../op.ts";
import { shaped, type Value } from "../value.ts";

/** y[i, j] = x[i, columns[j]]. Nothing flows back: what is trained goes through `targetLogProb`. */
const op = defineOp<null>({
  name: "gather_columns",
  shape: ([x, columns]) => [shaped(x!, [x!.shape[0]!, columns!.shape[0]!])],
  emit: (e, { inputs: [x, columns], outputs: [y] }) => {
    e.node("Gather", [x!.name, columns!.name], { outputs: [y!.name], attributes: { axis: { int: 1 } } });
  },
});

/** Columns of x [rows, n] by index: [rows, m]; columns i64 [m]. */
export const gatherColumns = (x: Value, columns: Value): Value => x.graph.apply(op, [x, columns], null)[0]!;
