import { defineOp } from "../op.ts";
import { shaped, type Value } from "../value.ts";

/**
 * log p of one target a row: y[i] = x[i, t_i] - log sum_j e^x[i, j]; second output: all log-probabilities.
 * Gradient with g = dLoss/dy: dx = g * (onehot(t) - softmax(x)).
 */
const op = defineOp<null>({
  name: "target_log_prob",
  shape: ([x]) => [shaped(x!, [x!.shape[0]!]), x!],
  emit: (e, { inputs: [x, targets], outputs: [y, all] }) => {
    e.node("LogSoftmax", [x!.name], { outputs: [all!.name], attributes: { axis: { int: -1 } } });
    const column = e.node("Unsqueeze", [targets!.name, e.ints([1])]);
    const picked = e.node("GatherElements", [all!.name, column], { attributes: { axis: { int: 1 } } });
    e.node("Squeeze", [picked, e.ints([1])], { outputs: [y!.name] });
  },
  gradient: ({ inputs: [x, targets], outputs: [, all], grads: [dy, dAll] }) => {
    if (dAll) throw new Error("target_log_prob: only the targets' log-probabilities carry a gradient");
    return [x!.graph.apply(backwardOp, [all!, targets!, dy!], null)[0]!, undefined];
  },
});

/** dx[i, j] = g_i * ([j = t_i] - e^all[i, j]), with one pass over the vocabulary for each of exp, product and scatter. */
const backwardOp = defineOp<null>({
  name: "target_log_prob_backward",
  shape: ([all]) => [all!],
  emit: (e, { inputs: [all, targets, g], outputs: [y] }) => {
    const weight = e.node("Unsqueeze", [g!.name, e.ints([1])]);
    const pulled = e.node("Mul", [e.node("Exp", [all!.name]), e.node("Neg", [weight])]);
    const column = e.node("Unsqueeze", [targets!.name, e.ints([1])]);
    e.node("ScatterElements", [pulled, column, weight], {
      outputs: [y!.name],
      attributes: { axis: { int: 1 }, reduction: { string: "add" } },
    });
  },
});

/** Log-probability of targets i64 [n] under logits [n, vocab]: `target` [n] and `all` [n, vocab]. */
export function targetLogProb(logits: Value, targets: Value): { target: Value; all: Value } {
  const [target, all] = logits.graph.apply(op, [logits, targets], null);
  return { target: target!, all: all! };
}
