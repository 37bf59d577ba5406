import type { Application, Graph } from "./graph.ts";
import type { Op } from "./op.ts";
import { gemmOp } from "./ops/gemm.ts";
import { useCounts } from "./use-counts.ts";
import type { Value } from "./value.ts";

/**
 * Writes x + a @ b as one kernel wherever a matrix product is used by nothing but a sum, and x + (c + a @ b) with c itself such a
 * product as two: a pass over the result less each time. Sums are rounded in another order, so the bits change: for graphs
 * whose results are compared within a tolerance.
 */
export function fuseSums(graph: Graph): void {
  const uses = useCounts(graph);
  const makers = new Map<Value, Application>();
  const kept = new Set<Application>();
  /** The application that makes a matrix which only one other uses. */
  const soleMaker = (value: Value, op: string): Application | undefined => {
    const maker = makers.get(value);
    return maker?.op.name === op && uses.get(value) === 1 && value.shape.length === 2 ? maker : undefined;
  };
  /** x + other in fewer passes, and what it takes the place of. */
  const fused = (x: Value, other: Value, y: Value): { made: Application[]; gone: Application[] } | undefined => {
    const product = soleMaker(other, "matmul");
    if (product) return { made: [accumulated(x, product, y)], gone: [product] };
    const outer = soleMaker(other, "gemm");
    const inner = outer && soleMaker(outer.inputs[0]!, "matmul");
    if (!outer || !inner) return undefined;
    const [c] = outer.inputs;
    return { made: [accumulated(x, inner, c!), accumulated(c!, outer, y)], gone: [outer, inner] };
  };
  for (const application of graph.applications) {
    const [a, b] = application.inputs;
    const [y] = application.outputs;
    const sum = application.op.name === "add" && a!.shape.join() === b!.shape.join();
    const change = sum ? (fused(a!, b!, y!) ?? fused(b!, a!, y!)) : undefined;
    for (const gone of change?.gone ?? []) kept.delete(gone);
    for (const made of change?.made ?? [application]) {
      kept.add(made);
      for (const output of made.outputs) makers.set(output, made);
    }
  }
  graph.applications.splice(0, graph.applications.length, ...kept);
}

/** y = c + the product of a matmul, or of a gemm without its own addend. */
const accumulated = (c: Value, product: Application, y: Value): Application => ({
  op: gemmOp as Op<unknown>,
  attributes: product.attributes,
  inputs: [c, ...product.inputs.slice(-2)],
  outputs: [y],
});
