import { Graph } from "../../../../graph/graph.ts";
import { runGraph } from "../../../../graph/testing/run.ts";
import { architectureOf } from "../../../architectures/registry.ts";
import type { ModelConfig } from "../../../config.ts";
import { DecoderBuilder } from "../../../decoder/builder.ts";
import { flatFeeds } from "../../../decoder/flat-feeds.ts";
import { flatLayout } from "../../../decoder/flat-layout.ts";
import { steerOf } from "../../../steering/tap.ts";
import type { Steer } from "../../../steering/types.ts";
import type { Weights } from "../../../weights/types.ts";

/** Logits [tokens, vocab] of sequences end to end, steered. */
export async function steeredLogits(
  { config, weights }: { config: ModelConfig; weights: Weights },
  sequences: number[][],
  steering: readonly Steer[] = [],
): Promise<Float32Array> {
  const graph = new Graph();
  const layout = flatLayout(graph, config);
  const builder = new DecoderBuilder(graph, config, weights, { layout, accuracy: "f32", tap: steerOf(steering) });
  graph.output("out", builder.head(architectureOf(config.architecture)(builder)));
  const { out } = await runGraph(graph, flatFeeds(config, sequences));
  return out!.data as Float32Array;
}
