import { Graph } from "../../graph/graph.ts";
import { gatherRows } from "../../graph/ops/gather-rows.ts";
import { hold } from "../../graph/ops/hold.ts";
import { matmul } from "../../graph/ops/matmul.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import { mul } from "../../graph/ops/mul.ts";
import { reduceMax } from "../../graph/ops/reduce-max.ts";
import { transpose } from "../../graph/ops/transpose.ts";
import type { Value } from "../../graph/value.ts";
import { architectureOf } from "../architectures/registry.ts";
import type { ModelConfig } from "../config.ts";
import { DecoderBuilder, type DecoderOptions } from "../decoder/builder.ts";
import { flatLayout } from "../decoder/flat-layout.ts";
import { givenPrefix } from "../prefix/given.ts";
import type { Weights } from "../weights/types.ts";

export interface CaptureGraphOptions {
  /** Names, as `resolveTaps` gives them. */
  taps: readonly string[];
  accuracy: Accuracy;
  /** An adapter's part in each projection. */
  adjust?: DecoderOptions["adjust"];
  /** What a persona's vectors do. */
  steer?: DecoderOptions["steer"];
  /** Each text stands behind a prefix; see `givenPrefix`. Default false. */
  prefixed?: boolean;
  /** Outputs of squares as well, for deviations and for what stands out; not of logits. Default false. */
  squares?: boolean;
}

/** The outputs that `squares` adds to a tap's own: averages @ tap^2, and the largest tap^2 of all tokens, captured or not [width, 1]. */
export const squareOutputs = (tap: string) => ({ squares: `${tap}^2`, peak: `${tap}^2 max` });

/**
 * The graph that captures: the flat layout's inputs, `tokens` i64 [captured] (which tokens matter) and `averages` f32
 * [spans, captured] (how each span is made of them). Outputs: averages @ tap[tokens], [spans, width], under each tap's name,
 * and nothing else but the {@link squareOutputs} where they are asked for; what lies above the last tap is not computed.
 */
export function captureGraph(
  config: ModelConfig,
  weights: Weights,
  { taps, squares = false, prefixed = false, ...options }: CaptureGraphOptions,
): Graph {
  const graph = new Graph();
  const layout = flatLayout(graph, config, prefixed ? givenPrefix(graph, config) : undefined);
  const tokens = graph.input("tokens", "i64", ["captured"]);
  const averages = graph.input("averages", "f32", ["spans", "captured"]);
  const reduced = (value: Value) => matmul(averages, gatherRows(value, tokens));
  const builder = new DecoderBuilder(graph, config, weights, {
    layout,
    ...options,
    tap(name, value) {
      if (!taps.includes(name)) return value;
      const mean = name === "logits" ? value : reduced(value);
      graph.output(name, mean);
      if (name === "logits") return value;
      // What is wanted of a tap is computed before the model goes on, so that no two are held at once.
      if (!squares) return hold(value, mean);
      const square = mul(value, value);
      const meanSquare = reduced(square);
      const peak = reduceMax(transpose(square, [1, 0]));
      graph.output(squareOutputs(name).squares, meanSquare);
      graph.output(squareOutputs(name).peak, peak);
      return hold(hold(hold(value, mean), meanSquare), peak);
    },
  });
  const hidden = architectureOf(config.architecture)(builder);
  // The head is linear, so the mean of logits is the head of the mean: a row a span instead of one a token.
  if (taps.includes("logits")) builder.head(reduced(hidden));
  return graph;
}
