import type { Graph } from "../../graph/graph.ts";
import { attention } from "../../graph/ops/attention.ts";
import { fromGrid, type GridIndex, type SharedGridIndex, toGrid, toSharedGrid } from "../../graph/ops/grid.ts";
import { reshape } from "../../graph/ops/reshape.ts";
import type { Value } from "../../graph/value.ts";
import type { ModelConfig } from "../config.ts";
import { type Layout, turned } from "./layout.ts";

/**
 * Training on texts that begin alike (a template's system prompt, a question's first words): what they share is computed once, and
 * its gradient gathers from all of them, so that loss and gradients are those of {@link flatLayout}, summed in another order.
 * The flat tokens are a first segment, the shared beginning, and a segment for the rest of each text; every segment attends to the
 * shared tokens (columns 0 to shared - 1) and to itself (the columns behind; the first segment sees itself in the shared ones).
 * Inputs ({@link sharedFeeds} makes them): as flatLayout's, batch being segments; `mask` f32 [batch, 1, rows, width],
 * width = shared + longest segment; the {@link SharedGridIndex} of keys: `keyOfSlot` i32 [batch, kv_heads, width], `slotOfKey`,
 * `slotOfSharedKey` i32 [shared * kv_heads].
 */
export function sharedLayout(graph: Graph, shape: Pick<ModelConfig, "heads" | "kvHeads" | "headDim">): Layout {
  const { heads, kvHeads, headDim } = shape;
  const ids = graph.input("ids", "i64", ["tokens"]);
  const positions = graph.input("positions", "i64", ["tokens", 1]);
  const queries: GridIndex = {
    rowOfSlot: graph.input("queryOfSlot", "i32", ["batch", kvHeads, "rows"]),
    slotOfRow: graph.input("slotOfQuery", "i32", ["queries"]),
    filled: graph.input("filled", "f32", ["batch", 1, "rows", 1]),
  };
  const keys: SharedGridIndex = {
    rowOfSlot: graph.input("keyOfSlot", "i32", ["batch", kvHeads, "width"]),
    slotOfRow: graph.input("slotOfKey", "i32", ["keys"]),
    slotOfShared: graph.input("slotOfSharedKey", "i32", ["sharedKeys"]),
  };
  const mask = graph.input("mask", "f32", ["batch", 1, "rows", "width"]);
  return {
    ids,
    attend(_layer, q, k, v, tables) {
      const turn = (x: Value) => turned(x, headDim, positions, tables);
      const query = toGrid(reshape(turn(q), ["queries", headDim]), queries);
      const [key, value] = [turn(k), v].map((x) => toSharedGrid(reshape(x, ["tokens*kvHeads", headDim]), keys));
      const mixed = attention(query, key!, value!, mask, 1 / Math.sqrt(headDim));
      return reshape(fromGrid(mixed, queries), ["tokens", heads * headDim]);
    },
  };
}
