import { defineOp } from "../op.ts";
import { lastDim, rank, shaped, type Value } from "../value.ts";
import { mul } from "./mul.ts";
import { reduceMean } from "./reduce-sum.ts";
import { sumTo } from "./shapes.ts";
import { sub } from "./sub.ts";

/**
 * y = x * r * w, r = 1 / sqrt(mean(x^2) + eps) over the last axis.
 * Gradient with n = x * r, g = dy * w: dx = r * (g - n * mean(g * n)); dw = sum(dy * n).
 */
const op = defineOp<{ eps: number }>({
  name: "rms_norm",
  shape: ([x, w]) => {
    if (w!.shape.join() !== String(lastDim(x!))) throw new Error(`rms_norm: weight [${w!.shape}] for [${x!.shape}]`);
    return [x!, shaped(x!, [...x!.shape.slice(0, -1), 1])];
  },
  emit: (e, { inputs: [x, w], outputs: [y, r], attributes: { eps } }) => {
    e.node("SimplifiedLayerNormalization", [x!.name, w!.name], {
      outputs: [y!.name, r!.name],
      attributes: { axis: { int: -1 }, epsilon: { float: eps } },
    });
  },
  gradient: ({ inputs: [x, w], outputs: [, r], grads: [dy], wants }) => {
    const n = mul(x!, r!);
    const dx = () => {
      const g = mul(dy!, w!);
      return mul(r!, sub(g, mul(n, reduceMean(mul(g, n), [rank(x!) - 1]))));
    };
    return [wants[0] ? dx() : undefined, wants[1] ? sumTo(mul(dy!, n), w!) : undefined];
  },
});

/** RMSNorm over the last axis: x [..., d], w [d]. */
export const rmsNorm = (x: Value, w: Value, eps: number): Value => x.graph.apply(op, [x, w], { eps })[0]!;
