import { fuseNorms } from "../../graph/fuse-norms.ts";
import { Graph } from "../../graph/graph.ts";
import { gatherColumns } from "../../graph/ops/gather-columns.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import { softmax } from "../../graph/ops/softmax.ts";
import { architectureOf } from "../architectures/registry.ts";
import type { ModelConfig } from "../config.ts";
import { DecoderBuilder, type DecoderOptions } from "../decoder/builder.ts";
import { cachedLayout } from "../decoder/layout.ts";
import type { Weights } from "../weights/types.ts";

/**
 * The graph that weighs a few tokens after many: the cached layout's inputs, `rows` i64 [wanted] (the tokens whose next token is weighed) and
 * `columns` i64 [columns] (the tokens that it may be). Outputs: `new`, what is to be written into the cache, and `picked` [wanted, columns], their probabilities at
 * temperature 1. No row of the vocabulary's width leaves the engine.
 */
export function pickedGraph(
  config: ModelConfig,
  weights: Weights,
  options: { accuracy: Accuracy } & Pick<DecoderOptions, "adjust" | "steer">,
): Graph {
  const graph = new Graph();
  const layout = cachedLayout(graph, config);
  const builder = new DecoderBuilder(graph, config, weights, { layout, ...options });
  const hidden = architectureOf(config.architecture)(builder);
  const logits = builder.head(hidden, graph.input("rows", "i64", ["wanted"]));
  graph.output("new", layout.written());
  graph.output("picked", gatherColumns(softmax(logits), graph.input("columns", "i64", ["columns"])));
  fuseNorms(graph);
  return graph;
}
