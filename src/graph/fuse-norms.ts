import type { Application, Graph } from "./graph.ts";
import { defineOp, type Op } from "./op.ts";
import { useCounts } from "./use-counts.ts";
import type { Value } from "./value.ts";

/** The RMSNorm of x + y (+ b), and that sum: one kernel for both; b [width]. Only {@link fuseNorms} makes it, so it needs no gradient. */
const op = defineOp<{ eps: number }>({
  name: "add_rms_norm",
  shape: ([x]) => [x!, x!],
  emit: (e, { inputs: [x, y, w, b], outputs: [norm, sum], attributes: { eps } }) => {
    e.node("SkipSimplifiedLayerNormalization", [x!.name, y!.name, w!.name, ...(b ? [b.name] : [])], {
      domain: "com.microsoft",
      outputs: [norm!.name, "", "", sum!.name],
      attributes: { epsilon: { float: eps } },
    });
  },
});

/** A sum that nothing has used yet: what adds the two, and a row that is added to all of them and by what. */
interface Sum {
  of: Application;
  row?: { value: Value; by: Application };
}

/**
 * Writes a sum and the RMSNorm of it as one kernel, wherever nothing between the two uses the sum but to add a row [width] to it (which steering
 * does: so a row of zeros leaves the bits as they are). For graphs of few rows, where a node costs more than what it computes; no gradient goes
 * through it.
 */
export function fuseNorms(graph: Graph): void {
  const uses = useCounts(graph);
  const kept = new Set<Application>();
  const fresh = new Map<Value, Sum>();
  for (const application of graph.applications) {
    const { op, inputs, outputs } = application;
    const sum = fresh.get(inputs[0]!);
    for (const input of inputs) fresh.delete(input);
    if (sum && op.name === "rms_norm" && !uses.has(outputs[1]!)) {
      kept.delete(sum.of);
      if (sum.row) kept.delete(sum.row.by);
      kept.add(joined(sum, inputs[1]!, application));
      continue;
    }
    const isRow = op.name === "add" && inputs[1]!.shape.length === 1;
    if (isRow && sum && !sum.row && uses.get(inputs[0]!) === 1)
      fresh.set(outputs[0]!, { of: sum.of, row: { value: inputs[1]!, by: application } });
    if (op.name === "add" && inputs[0]!.shape.join() === inputs[1]!.shape.join())
      fresh.set(outputs[0]!, { of: application });
    kept.add(application);
  }
  graph.applications.splice(0, graph.applications.length, ...kept);
}

const joined = ({ of: sum, row }: Sum, w: Value, norm: Application): Application => ({
  op: op as Op<unknown>,
  attributes: norm.attributes,
  inputs: [...sum.inputs, w, ...(row ? [row.value] : [])],
  outputs: [norm.outputs[0]!, row ? row.by.outputs[0]! : sum.outputs[0]!],
});
