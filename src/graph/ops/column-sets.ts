import { defineOp } from "../op.ts";
import { shaped, type Value } from "../value.ts";

/** y[i] = log of the sum of e^x[i, j] over the columns j; -inf where all are. Nothing flows back. */
const sumOp = defineOp<null>({
  name: "columns_log_sum",
  shape: ([x]) => [shaped(x!, [x!.shape[0]!, 1])],
  emit: (e, { inputs: [x, columns], outputs: [y] }) => {
    const picked = e.node("Gather", [x!.name, columns!.name], { attributes: { axis: { int: 1 } } });
    e.node("ReduceLogSumExp", [picked, e.ints([1])], {
      outputs: [y!.name],
      attributes: { keepdims: { int: 1 } },
    });
  },
});

/** y[i] = 1 + how many of x[i, :] are larger than the largest of the columns. Nothing flows back. */
const rankOp = defineOp<null>({
  name: "columns_rank",
  shape: ([x]) => [shaped(x!, [x!.shape[0]!, 1])],
  emit: (e, { inputs: [x, columns], outputs: [y] }) => {
    const attributes = { keepdims: { int: 1 } };
    const picked = e.node("Gather", [x!.name, columns!.name], { attributes: { axis: { int: 1 } } });
    const largest = e.node("ReduceMax", [picked, e.ints([1])], { attributes });
    const above = e.cast(e.node("Greater", [x!.name, largest]), "f32");
    const count = e.node("ReduceSum", [above, e.ints([1])], { attributes });
    e.node("Add", [count, e.constant(Float32Array.of(1), [], "f32")], { outputs: [y!.name] });
  },
});

/** log sum e^x over some columns of x [rows, n]: [rows, 1]; columns i64 [m], at least one. */
export const columnsLogSum = (x: Value, columns: Value): Value => x.graph.apply(sumOp, [x, columns], null)[0]!;

/** The rank of the largest of some columns among all of x [rows, n], 1 for the first: f32 [rows, 1], exact to 2^24. */
export const columnsRank = (x: Value, columns: Value): Value => x.graph.apply(rankOp, [x, columns], null)[0]!;
