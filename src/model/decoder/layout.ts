import type { Graph } from "../../graph/graph.ts";
import { add } from "../../graph/ops/add.ts";
import { concat } from "../../graph/ops/concat.ts";
import { gatherRows } from "../../graph/ops/gather-rows.ts";
import { matmul } from "../../graph/ops/matmul.ts";
import { mul } from "../../graph/ops/mul.ts";
import { reshape } from "../../graph/ops/reshape.ts";
import { rope, ropeHeads } from "../../graph/ops/rope.ts";
import { softmax } from "../../graph/ops/softmax.ts";
import { split } from "../../graph/ops/split.ts";
import { transpose } from "../../graph/ops/transpose.ts";
import type { Value } from "../../graph/value.ts";
import type { ModelConfig } from "../config.ts";

/**
 * How sequences lie in a graph's tensors. Hidden states are [tokens, d_model] in every layout; the layout says which tokens
 * there are, where they sit in their sequences, and how attention sees them.
 */
export interface Layout {
  /** i64, the tokens of all sequences. */
  ids: Value;
  /** Causal attention of q over k and v, [tokens, heads * d_head] each, q and k turned by their positions; gives [tokens, heads * d_head]. */
  attend(layer: number, q: Value, k: Value, v: Value, tables: RotaryTables): Value;
}

/** What stands before every sequence in a layer, one slot: key (not turned) and value, [batch, kv_heads, 1, d_head] each. */
export type PrefixOfLayer = (layer: number) => { key: Value; value: Value };

/** Cosines and sines of rotary embedding, f32 [positions, dims / 2]. */
export interface RotaryTables {
  cos: Value;
  sin: Value;
}

type Shape = Pick<ModelConfig, "heads" | "kvHeads" | "headDim">;

/** The layout of generation; see {@link cachedLayout}. */
export interface CachedLayout extends Layout {
  /** All layers' new keys and values so far, f32 [entries, kv_heads, pos, d_head]: by layer, each sequence's keys, then each one's values. */
  written(): Value;
  /**
   * From here on other sequences, each a copy of one so far: x [tokens, d_model] of theirs, and `rows` i64 [their batch], the sequence so far
   * that each comes from, which is a new input, `regroup.NAME`.
   */
  regroup(x: Value, name: string): { x: Value; rows: Value };
}

/**
 * Generation: the sequences' new tokens side by side, [batch, pos], after what the cache holds. The cache is an input that the
 * caller owns, and only the new keys and values come out: an output is copied, and a cache would be all of the time.
 * Inputs: `ids` and `positions` i64 [batch, pos]; `mask` f32 [batch, 1, rows, width], rows = (heads / kv_heads) * pos,
 * width = capacity + pos, 0 where row may look at column and -inf (or very negative) elsewhere; `cache.N.k|v` f32 [batch, kv_heads, capacity, d_head].
 */
export function cachedLayout(graph: Graph, { heads, kvHeads, headDim }: Shape): CachedLayout {
  const ids = graph.input("ids", "i64", ["batch", "pos"]);
  let now = {
    batch: "batch",
    tokens: "tokens",
    positions: graph.input("positions", "i64", ["batch", "pos"]),
    mask: graph.input("mask", "f32", ["batch", 1, "rows", "width"]),
  };
  const entries: Value[] = [];
  return {
    ids: reshape(ids, ["tokens"]),
    attend(layer, q, k, v, { cos, sin }) {
      const { batch, tokens, positions, mask } = now;
      // All heads at once: at one token a sequence, a node costs more than what it computes.
      const flat = reshape(concat([q, k, v], 1), [batch, "pos", heads + 2 * kvHeads, headDim]);
      const [turning, newV] = split(transpose(flat, [0, 2, 1, 3]), 1, [heads + kvHeads, kvHeads]);
      const [turned, newK] = split(ropeHeads(turning!, positions, cos, sin), 1, [heads, kvHeads]);
      const query = reshape(turned!, [batch, kvHeads, "rows", headDim]);
      const cache = (half: "k" | "v") =>
        graph.input(`cache.${layer}.${half}`, "f32", [batch, kvHeads, "capacity", headDim]);
      const [oldK, oldV] = [cache("k"), cache("v")];
      entries.push(newK!, newV!);
      const alpha = 1 / Math.sqrt(headDim);
      const scores = concat(
        [matmul(query, oldK, { transB: true, alpha }), matmul(query, newK!, { transB: true, alpha })],
        3,
        "width",
      );
      const weights = softmax(add(scores, mask));
      const [onCache, onNew] = split(weights, 3, ["capacity", "pos"]);
      const mixed = add(matmul(onCache!, oldV), matmul(onNew!, newV!));
      return ungroup(mixed, heads * headDim, headDim, kvHeads, { batch, rows: tokens });
    },
    written: () => concat(entries, 0, "entries"),
    regroup(x, name) {
      const batch = `batch.${name}`;
      const rows = graph.input(`regroup.${name}`, "i64", [batch]);
      const width = x.shape[1]!;
      const tokens = `tokens.${name}`;
      const copies = reshape(gatherRows(reshape(x, [now.batch, "pos", width]), rows), [tokens, width]);
      // A sum where x is one: the norm of a sum is a kernel of its own (see `fuseNorms`), whose last bits are not those of the other.
      const half = graph.makerOf(x)?.op.name === "add" ? mul(copies, graph.scalar(0.5)) : undefined;
      now = { batch, tokens, positions: gatherRows(now.positions, rows), mask: gatherRows(now.mask, rows) };
      return { x: half ? add(half, half) : copies, rows };
    },
  };
}

/** x [tokens, heads * d_head] turned by the tokens' positions i64 [tokens, 1]. */
export function turned(x: Value, headDim: number, positions: Value, { cos, sin }: RotaryTables): Value {
  const width = x.shape[1] as number;
  // One token a "sequence": the kernel wants tables at least as long as a sequence, and tokens here are many sequences'.
  return rope(reshape(x, ["tokens", 1, width]), positions, cos, sin, width / headDim);
}

/** batch * pos tokens of heads * d_head -> [batch, kv_heads, rows, d_head]: the heads that share keys become rows of one product. */
export function groupedQueries(q: Value, { heads, kvHeads, headDim }: Shape): Value {
  const split = transpose(reshape(q, ["batch", "pos", kvHeads, heads / kvHeads, headDim]), [0, 2, 3, 1, 4]);
  return reshape(split, ["batch", kvHeads, "rows", headDim]);
}

/** The way back: [batch, kv_heads, rows, d_head] -> [tokens, heads * d_head]. */
export function ungroup(
  x: Value,
  width: number,
  headDim: number,
  kvHeads: number,
  { batch = "batch", rows = "tokens" } = {},
): Value {
  const groups = width / headDim / kvHeads;
  const split = reshape(x, [batch, kvHeads, groups, "pos", headDim]);
  return reshape(transpose(split, [0, 3, 1, 2, 4]), [rows, width]);
}
