import type { Application, Graph } from "./graph.ts";
import { defineOp, type Op } from "./op.ts";
import { useCounts } from "./use-counts.ts";
import type { Value } from "./value.ts";

/** The RMSNorm of x + y, and x + y: one kernel for both. Only {@link fuseNorms} makes it, so it needs no gradient. */
const op = defineOp<{ eps: number }>({
  name: "add_rms_norm",
  shape: ([x]) => [x!, x!],
  emit: (e, { inputs: [x, y, w], outputs: [norm, sum], attributes: { eps } }) => {
    e.node("SkipSimplifiedLayerNormalization", [x!.name, y!.name, w!.name], {
      domain: "com.microsoft",
      outputs: [norm!.name, "", "", sum!.name],
      attributes: { epsilon: { float: eps } },
    });
  },
});

/**
 * Writes a sum and the RMSNorm of it as one kernel, wherever nothing between the two uses the sum. For graphs of few rows, where a node costs
 * more than what it computes; no gradient goes through it.
 */
export function fuseNorms(graph: Graph): void {
  const uses = useCounts(graph);
  const kept: Application[] = [];
  /** Sums that nothing has used yet, and where they are in `kept`. */
  const fresh = new Map<Value, number>();
  for (const application of graph.applications) {
    const [x, w] = application.inputs;
    const at = application.op.name === "rms_norm" && !uses.has(application.outputs[1]!) ? fresh.get(x!) : undefined;
    for (const input of application.inputs) fresh.delete(input);
    if (at !== undefined) {
      const [sum] = kept.splice(at, 1);
      for (const [value, place] of fresh) if (place > at) fresh.set(value, place - 1);
      kept.push(joined(sum!, w!, application));
      continue;
    }
    const { op, inputs, outputs } = application;
    if (op.name === "add" && inputs[0]!.shape.join() === inputs[1]!.shape.join()) fresh.set(outputs[0]!, kept.length);
    kept.push(application);
  }
  graph.applications.splice(0, graph.applications.length, ...kept);
}

const joined = (sum: Application, w: Value, norm: Application): Application => ({
  op: op as Op<unknown>,
  attributes: norm.attributes,
  inputs: [...sum.inputs, w],
  outputs: [norm.outputs[0]!, sum.outputs[0]!],
});
