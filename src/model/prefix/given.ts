import type { Graph } from "../../graph/graph.ts";
import type { ModelConfig } from "../config.ts";
import type { PrefixOfLayer } from "../decoder/layout.ts";

/** A prefix that is given at each run: `cache.N.k|v` f32 [batch, kv_heads, 1, d_head], as `prefixFeeds` makes them, of the layers that are computed. */
export function givenPrefix(
  graph: Graph,
  { kvHeads, headDim }: Pick<ModelConfig, "kvHeads" | "headDim">,
): PrefixOfLayer {
  const half = (layer: number, name: "k" | "v") =>
    graph.input(`cache.${layer}.${name}`, "f32", ["batch", kvHeads, 1, headDim]);
  return (layer) => ({ key: half(layer, "k"), value: half(layer, "v") });
}
