import { defineOp } from "../op.ts";
import type { Value } from "../value.ts";
import { add } from "./add.ts";
import { mul } from "./mul.ts";
import { sigmoid } from "./sigmoid.ts";
import { sub } from "./sub.ts";

/**
 * y = x * sigmoid(x), one kernel. Gradient: dy * (s + y * (1 - s)), s = sigmoid(x); s is computed again rather than kept,
 * which costs one pass and saves one activation a block.
 */
const op = defineOp<null>({
  name: "silu",
  shape: ([x]) => [x!],
  emit: (e, { inputs: [x], outputs: [y] }) => {
    e.node("QuickGelu", [x!.name], {
      domain: "com.microsoft",
      outputs: [y!.name],
      attributes: { alpha: { float: 1 } },
    });
  },
  gradient: ({ inputs: [x], outputs: [y], grads: [dy] }) => {
    const s = sigmoid(x!);
    return [mul(dy!, add(s, mul(y!, sub(x!.graph.scalar(1), s))))];
  },
});

/** x * sigmoid(x), elementwise. */
export const silu = (x: Value): Value => x.graph.apply(op, [x], null)[0]!;
