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
  const kept = new Set<Application>();
  /** What makes each sum that nothing has used yet. */
  const fresh = new Map<Value, Application>();
  for (const application of graph.applications) {
    const { op, inputs, outputs } = application;
    const sum = op.name === "rms_norm" && !uses.has(outputs[1]!) ? fresh.get(inputs[0]!) : undefined;
    for (const input of inputs) fresh.delete(input);
    if (sum) {
      kept.delete(sum);
      kept.add(joined(sum, inputs[1]!, application));
      continue;
    }
    if (op.name === "add" && inputs[0]!.shape.join() === inputs[1]!.shape.join()) fresh.set(outputs[0]!, application);
    kept.add(application);
  }
  graph.applications.splice(0, graph.applications.length, ...kept);
}

const joined = (sum: Application, w: Value, norm: Application): Application => ({
  op: op as Op<unknown>,
  attributes: norm.attributes,
  inputs: [...sum.inputs, w],
  outputs: [norm.outputs[0]!, sum.outputs[0]!],
});
