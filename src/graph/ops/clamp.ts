import { defineOp } from "../op.ts";
import { shaped, type Value } from "../value.ts";
import { broadcast } from "./shapes.ts";

/** y = min(max(x, low), high), broadcast; infinite bounds bound nothing. No gradient: nothing that is trained passes through it. */
const op = defineOp<null>({
  name: "clamp",
  shape: ([x, low, high]) => [shaped(x!, broadcast("clamp", shaped(x!, broadcast("clamp", x!, low!)), high!))],
  emit: (e, { inputs: [x, low, high], outputs: [y] }) => {
    const raised = e.node("Max", [x!.name, low!.name]);
    e.node("Min", [raised, high!.name], { outputs: [y!.name] });
  },
});

/** x held between two bounds, with NumPy broadcasting. */
export const clamp = (x: Value, low: Value, high: Value): Value => x.graph.apply(op, [x, low, high], null)[0]!;
