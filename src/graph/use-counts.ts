import type { Graph } from "./graph.ts";
import type { Value } from "./value.ts";

/** How often each value is an input of an op or an output of the graph. */
export function useCounts(graph: Graph): Map<Value, number> {
  const uses = new Map<Value, number>();
  const used = [...graph.applications.flatMap(({ inputs }) => inputs), ...graph.outputs.map(({ value }) => value)];
  for (const value of used) uses.set(value, (uses.get(value) ?? 0) + 1);
  return uses;
}
