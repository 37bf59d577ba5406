import { Graph } from "../../graph/graph.ts";
import { logSumExp } from "../../graph/ops/log-sum-exp.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import { mul } from "../../graph/ops/mul.ts";
import { softmax } from "../../graph/ops/softmax.ts";
import { architectureOf } from "../architectures/registry.ts";
import type { ModelConfig } from "../config.ts";
import { DecoderBuilder, type DecoderOptions } from "../decoder/builder.ts";
import { cachedLayout } from "../decoder/layout.ts";
import type { Weights } from "../weights/types.ts";

export interface GeneratorGraphOptions {
  accuracy: Accuracy;
  /** An adapter's part in each projection. */
  adjust?: DecoderOptions["adjust"];
}

/**
 * The graph that generates: the cached layout's inputs, and `rows` i64 [rows] (the tokens whose next token is wanted),
 * `sharpness` f32 [rows, 1] (1 / temperature). Outputs beside the cache's: `logits` [rows, vocab], `logNorm` [rows, 1] = log sum e^logits,
 * `probabilities` [rows, vocab] = softmax(logits * sharpness), `logNormSharp` [rows, 1].
 */
export function generatorGraph(config: ModelConfig, weights: Weights, options: GeneratorGraphOptions): Graph {
  const graph = new Graph();
  const layout = cachedLayout(graph, config);
  const builder = new DecoderBuilder(graph, config, weights, { layout, ...options });
  const hidden = architectureOf(config.architecture)(builder);
  const logits = builder.head(hidden, graph.input("rows", "i64", ["wanted"]));
  const sharp = mul(logits, graph.input("sharpness", "f32", ["wanted", 1]));
  graph.output("logits", logits);
  graph.output("logNorm", logSumExp(logits));
  graph.output("probabilities", softmax(sharp));
  graph.output("logNormSharp", logSumExp(sharp));
  return graph;
}
