import type { Graph } from "../../graph/graph.ts";
import { add } from "../../graph/ops/add.ts";
import { matmul } from "../../graph/ops/matmul.ts";
import { reshape } from "../../graph/ops/reshape.ts";
import { split } from "../../graph/ops/split.ts";
import type { Value } from "../../graph/value.ts";
import type { ModelConfig } from "../config.ts";
import type { PrefixOfLayer } from "../decoder/layout.ts";
import { prefixWidth } from "./types.ts";

type Shape = Pick<ModelConfig, "layers" | "kvHeads" | "headDim">;

/** Name and shape of every tensor of a prefix that is trained: `prefix.w` [width, traits] and `prefix.b` [width]. */
export const prefixTensors = (config: Shape, traits: number): { name: string; shape: number[] }[] => [
  { name: "prefix.w", shape: [prefixWidth(config), traits] },
  { name: "prefix.b", shape: [prefixWidth(config)] },
];

/**
 * A prefix whose W and b are inputs of the graph, as is `z` f32 [batch, traits], the scores of each text: what stands before the texts in
 * each layer, and the trained inputs by name.
 */
export function trainablePrefix(
  graph: Graph,
  config: Shape,
  traits: number,
): { of: PrefixOfLayer; inputs: ReadonlyMap<string, Value> } {
  const { layers, kvHeads, headDim } = config;
  const inputs = new Map(
    prefixTensors(config, traits).map(({ name, shape }) => [name, graph.input(name, "f32", shape)] as const),
  );
  const z = graph.input("z", "f32", ["batch", traits]);
  const u = add(matmul(z, inputs.get("prefix.w")!, { transB: true }), inputs.get("prefix.b")!);
  const parts = split(u, 1, new Array<number>(2 * layers).fill(kvHeads * headDim));
  const slot = (i: number) => reshape(parts[i]!, ["batch", kvHeads, 1, headDim]);
  return { of: (layer) => ({ key: slot(2 * layer), value: slot(2 * layer + 1) }), inputs };
}
