import { Graph } from "../../graph/graph.ts";
import { gatherRows } from "../../graph/ops/gather-rows.ts";
import { matmul } from "../../graph/ops/matmul.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import type { Value } from "../../graph/value.ts";
import { architectureOf } from "../architectures/registry.ts";
import type { ModelConfig } from "../config.ts";
import { DecoderBuilder, type DecoderOptions } from "../decoder/builder.ts";
import { flatLayout } from "../decoder/flat-layout.ts";
import type { Weights } from "../weights/types.ts";

export interface CaptureGraphOptions {
  /** Names, as `resolveTaps` gives them. */
  taps: readonly string[];
  accuracy: Accuracy;
  /** An adapter's part in each projection. */
  adjust?: DecoderOptions["adjust"];
}

/**
 * The graph that captures: the flat layout's inputs, `tokens` i64 [captured] (which tokens matter) and `averages` f32
 * [spans, captured] (how each span is made of them). Outputs: averages @ tap[tokens], [spans, width], under each tap's name,
 * and nothing else; what lies above the last tap is not computed.
 */
export function captureGraph(config: ModelConfig, weights: Weights, { taps, ...options }: CaptureGraphOptions): Graph {
  const graph = new Graph();
  const layout = flatLayout(graph, config);
  const tokens = graph.input("tokens", "i64", ["captured"]);
  const averages = graph.input("averages", "f32", ["spans", "captured"]);
  const reduced = (value: Value) => matmul(averages, gatherRows(value, tokens));
  const builder = new DecoderBuilder(graph, config, weights, {
    layout,
    ...options,
    tap(name, value) {
      if (taps.includes(name)) graph.output(name, name === "logits" ? value : reduced(value));
      return value;
    },
  });
  const hidden = architectureOf(config.architecture)(builder);
  // The head is linear, so the mean of logits is the head of the mean: a row a span instead of one a token.
  if (taps.includes("logits")) builder.head(reduced(hidden));
  return graph;
}
