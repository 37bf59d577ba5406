import { fuseNorms } from "../../graph/fuse-norms.ts";
import { Graph } from "../../graph/graph.ts";
import { argMax } from "../../graph/ops/arg-max.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import { mul } from "../../graph/ops/mul.ts";
import { pickTargets } from "../../graph/ops/pick-targets.ts";
import { reduceMax } from "../../graph/ops/reduce-max.ts";
import { softmax } from "../../graph/ops/softmax.ts";
import type { LoraAdapter } from "../adapter/types.ts";
import { architectureOf } from "../architectures/registry.ts";
import type { ModelConfig } from "../config.ts";
import { DecoderBuilder, type DecoderOptions } from "../decoder/builder.ts";
import { cachedLayout } from "../decoder/layout.ts";
import { editedRun } from "../edit/edit-graph.ts";
import type { Parting } from "../edit/partings.ts";
import type { EditPlan } from "../edit/types.ts";
import type { Weights } from "../weights/types.ts";

export interface GeneratorGraphOptions {
  accuracy: Accuracy;
  /** An adapter's part in each projection, and what a persona's vectors do. */
  adjust?: DecoderOptions["adjust"];
  steer?: DecoderOptions["steer"];
  /** Run as variants, each sequence by itself: with adapters at some strength, edited at taps; told apart at the partings. */
  edits?: { plan: EditPlan; adapters: readonly LoraAdapter[]; partings: readonly Parting[] };
}

/**
 * The graph that generates: the cached layout's inputs, and `rows` i64 [rows] (the tokens whose next token is wanted),
 * `sharpness` f32 [rows, 1] (1 / temperature) and `targets` i64 [rows] (a token after each, whose probability is `targetProbability` [rows, 1]). Outputs: `new`, what is to be written into the cache; `logits` [rows, vocab], `probabilities`
 * [rows, vocab] = softmax(logits * sharpness), and three numbers a row, [rows, 1], from which log sum e^logits follows at a fraction of the
 * passes: `largest` logit (its token is `likeliest`, i64 [rows]), `largestShare` of softmax(logits), `largestProbability` of `probabilities`. Their logarithms are left to the
 * caller: ONNX Runtime's differ in the last bit with the number of rows. With `edits`, the inputs of `editedRun` as well.
 */
export function generatorGraph(
  config: ModelConfig,
  weights: Weights,
  { accuracy, adjust, steer, edits }: GeneratorGraphOptions,
): Graph {
  const graph = new Graph();
  const layout = cachedLayout(graph, config);
  const edited = edits && editedRun(graph, config, edits.plan, edits.adapters, { layout, partings: edits.partings });
  const builder = new DecoderBuilder(graph, config, weights, {
    layout,
    accuracy,
    steer,
    ...(edited ? { tap: edited.tap, adjust: joined(adjust, edited.adjust) } : { adjust }),
  });
  const hidden = architectureOf(config.architecture)(builder);
  const logits = builder.head(hidden, graph.input("rows", "i64", ["wanted"]));
  const sharp = mul(logits, graph.input("sharpness", "f32", ["wanted", 1]));
  graph.output("new", layout.written());
  graph.output("logits", logits);
  graph.output("largest", reduceMax(logits));
  graph.output("likeliest", argMax(logits));
  graph.output("largestShare", reduceMax(softmax(logits)));
  const probabilities = softmax(sharp);
  graph.output("probabilities", probabilities);
  graph.output("largestProbability", reduceMax(probabilities));
  graph.output("targetProbability", pickTargets(probabilities, graph.input("targets", "i64", ["wanted"])));
  fuseNorms(graph);
  return graph;
}

/** One adapter's part after another's. */
const joined = (
  first: DecoderOptions["adjust"],
  second: NonNullable<DecoderOptions["adjust"]>,
): DecoderOptions["adjust"] => (first ? (place, x, y) => second(place, x, first(place, x, y)) : second);
