import { defineOp } from "../op.ts";
import { shaped, type Value } from "../value.ts";

/** y[i] = x[i, targets[i]]. Nothing flows back. */
const op = defineOp<null>({
  name: "pick_targets",
  shape: ([x]) => [shaped(x!, [x!.shape[0]!, 1])],
  emit: (e, { inputs: [x, targets], outputs: [y] }) => {
    const column = e.node("Unsqueeze", [targets!.name, e.ints([1])]);
    e.node("GatherElements", [x!.name, column], { outputs: [y!.name], attributes: { axis: { int: 1 } } });
  },
});

/** One entry of each row of x [rows, n] by column: [rows, 1]; targets i64 [rows]. */
export const pickTargets = (x: Value, targets: Value): Value => x.graph.apply(op, [x, targets], null)[0]!;
