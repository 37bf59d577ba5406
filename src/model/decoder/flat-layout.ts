import type { Graph } from "../../graph/graph.ts";
import { attention } from "../../graph/ops/attention.ts";
import { concat } from "../../graph/ops/concat.ts";
import { fromGrid, type GridIndex, toGrid } from "../../graph/ops/grid.ts";
import { reshape } from "../../graph/ops/reshape.ts";
import type { Value } from "../../graph/value.ts";
import type { ModelConfig } from "../config.ts";
import { type Layout, type PrefixOfLayer, turned } from "./layout.ts";

/**
 * Training and scoring: whole sequences of unlike lengths end to end, no padding but inside attention, where they lie side by
 * side, [batch, kv_heads, rows, d_head], rows = (heads / kv_heads) * longest, so that the heads which share keys are one product.
 * Inputs ({@link flatFeeds} makes them): `ids` i64 [tokens]; `positions` i64 [tokens, 1]; `mask` f32 [1, 1, rows, pos], 0 where row
 * may look at column and -inf elsewhere; the {@link GridIndex} of queries (`queryOfSlot` i32 [batch, kv_heads, rows], `slotOfQuery`
 * i32 [tokens * heads], `filled` f32 [batch, 1, rows, 1]) and of keys (`keyOfSlot` i32 [batch, kv_heads, pos], `slotOfKey`).
 *
 * @param prefix what stands before each sequence: column 0 of the mask, which then is [1, 1, rows, pos + 1]
 */
export function flatLayout(
  graph: Graph,
  shape: Pick<ModelConfig, "heads" | "kvHeads" | "headDim">,
  prefix?: PrefixOfLayer,
): Layout {
  const { heads, kvHeads, headDim } = shape;
  const ids = graph.input("ids", "i64", ["tokens"]);
  const positions = graph.input("positions", "i64", ["tokens", 1]);
  const filled = graph.input("filled", "f32", ["batch", 1, "rows", 1]);
  const index = (stem: string, row: string, length: string): GridIndex => ({
    rowOfSlot: graph.input(`${stem}OfSlot`, "i32", ["batch", kvHeads, length]),
    slotOfRow: graph.input(`slotOf${stem[0]!.toUpperCase()}${stem.slice(1)}`, "i32", [row]),
    filled,
  });
  const queries = index("query", "queries", "rows");
  const keys = index("key", "keys", "pos");
  const width = prefix ? "width" : "pos";
  const mask = graph.input("mask", "f32", [1, 1, "rows", width]);
  const side = (x: Value, grid: GridIndex): Value => toGrid(reshape(x, [grid.slotOfRow.shape[0]!, headDim]), grid);
  return {
    ids,
    attend(layer, q, k, v, tables) {
      const turn = (x: Value) => turned(x, headDim, positions, tables);
      const alpha = 1 / Math.sqrt(headDim);
      const before = prefix?.(layer);
      const behind = (first: Value | undefined, own: Value) => (first ? concat([first, own], 2, width) : own);
      const key = behind(before?.key, side(turn(k), keys));
      const value = behind(before?.value, side(v, keys));
      const mixed = attention(side(turn(q), queries), key, value, mask, alpha);
      return reshape(fromGrid(mixed, queries), ["tokens", heads * headDim]);
    },
  };
}
