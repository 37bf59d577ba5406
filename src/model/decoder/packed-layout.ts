import type { Graph } from "../../graph/graph.ts";
import { attention } from "../../graph/ops/attention.ts";
import { reshape } from "../../graph/ops/reshape.ts";
import { transpose } from "../../graph/ops/transpose.ts";
import type { Value } from "../../graph/value.ts";
import type { ModelConfig } from "../config.ts";
import { groupedQueries, type Layout, turned, ungroup } from "./layout.ts";

/**
 * Training from scratch: sequences of one length side by side, [batch, pos], each seeing itself only. No padding, and no gather
 * around attention. Inputs: `ids` i64 [batch, pos]; `positions` i64 [batch * pos, 1]; `mask` f32 [1, 1, rows, pos],
 * rows = (heads / kv_heads) * pos, 0 where row may look at column and -inf elsewhere.
 */
export function packedLayout(graph: Graph, shape: Pick<ModelConfig, "heads" | "kvHeads" | "headDim">): Layout {
  const { heads, kvHeads, headDim } = shape;
  const ids = graph.input("ids", "i64", ["batch", "pos"]);
  const positions = graph.input("positions", "i64", ["tokens", 1]);
  const mask = graph.input("mask", "f32", [1, 1, "rows", "pos"]);
  return {
    ids: reshape(ids, ["tokens"]),
    attend(_layer, q, k, v, tables) {
      const turn = (x: Value) => turned(x, headDim, positions, tables);
      const [keys, values] = [turn(k), v].map((x) =>
        transpose(reshape(x, ["batch", "pos", kvHeads, headDim]), [0, 2, 1, 3]),
      );
      const mixed = attention(groupedQueries(turn(q), shape), keys!, values!, mask, 1 / Math.sqrt(headDim));
      return ungroup(mixed, heads * headDim, headDim, kvHeads);
    },
  };
}
