import type { Graph } from "../../graph/graph.ts";
import { add } from "../../graph/ops/add.ts";
import { concat } from "../../graph/ops/concat.ts";
import { matmul } from "../../graph/ops/matmul.ts";
import { reshape } from "../../graph/ops/reshape.ts";
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
  /** i64 [tokens, 1]: each token's place in its sequence. */
  positions: Value;
  /** Attention of q over k and v; q and k rotated already, [tokens, 1, width], v [tokens, width]; gives [tokens, heads * d_head]. */
  attend(layer: number, q: Value, k: Value, v: Value): Value;
}

type Shape = Pick<ModelConfig, "heads" | "kvHeads" | "headDim">;

/**
 * Generation: the sequences' new tokens side by side, [batch, pos], after what the cache holds. The cache is an input that the
 * caller owns, and only the new keys and values come out: an output is copied, and a cache would be all of the time.
 * Inputs: `ids` i64 [batch, pos]; `positions` i64 [batch * pos, 1]; `mask` f32 [batch, 1, rows, width], rows = (heads / kv_heads) * pos,
 * width = capacity + pos, 0 where row may look at column and -inf (or very negative) elsewhere; `cache.N.k|v` f32 [batch, kv_heads, capacity, d_head].
 * Outputs: `new.N.k|v` f32 [batch, kv_heads, pos, d_head].
 */
export function cachedLayout(graph: Graph, shape: Shape): Layout {
  const { heads, kvHeads, headDim } = shape;
  const ids = graph.input("ids", "i64", ["batch", "pos"]);
  const positions = graph.input("positions", "i64", ["tokens", 1]);
  const mask = graph.input("mask", "f32", ["batch", 1, "rows", "width"]);
  return {
    ids: reshape(ids, ["tokens"]),
    positions,
    attend(layer, q, k, v) {
      const query = groupedQueries(q, shape);
      const side = (x: Value) => transpose(reshape(x, ["batch", "pos", kvHeads, headDim]), [0, 2, 1, 3]);
      const [newK, newV] = [side(k), side(v)];
      const cache = (half: "k" | "v") =>
        graph.input(`cache.${layer}.${half}`, "f32", ["batch", kvHeads, "capacity", headDim]);
      const [oldK, oldV] = [cache("k"), cache("v")];
      graph.output(`new.${layer}.k`, newK);
      graph.output(`new.${layer}.v`, newV);
      const alpha = 1 / Math.sqrt(headDim);
      const scores = concat(
        [matmul(query, oldK, { transB: true, alpha }), matmul(query, newK, { transB: true, alpha })],
        3,
        "width",
      );
      const weights = softmax(add(scores, mask));
      const [onCache, onNew] = split(weights, 3, ["capacity", "pos"]);
      return ungroup(add(matmul(onCache!, oldV), matmul(onNew!, newV)), heads * headDim, headDim, kvHeads);
    },
  };
}

/** batch * pos tokens of heads * d_head -> [batch, kv_heads, rows, d_head]: the heads that share keys become rows of one product. */
export function groupedQueries(q: Value, { heads, kvHeads, headDim }: Shape): Value {
  const split = transpose(reshape(q, ["batch", "pos", kvHeads, heads / kvHeads, headDim]), [0, 2, 3, 1, 4]);
  return reshape(split, ["batch", kvHeads, "rows", headDim]);
}

/** The way back: [batch, kv_heads, rows, d_head] -> [tokens, heads * d_head]. */
export function ungroup(x: Value, width: number, headDim: number, kvHeads: number, rows = "tokens"): Value {
  const groups = width / headDim / kvHeads;
  const split = reshape(x, ["batch", kvHeads, groups, "pos", headDim]);
  return reshape(transpose(split, [0, 3, 1, 2, 4]), [rows, width]);
}
