import { fuseSums } from "../../graph/fuse-sums.ts";
import { gradients } from "../../graph/gradient.ts";
import { Graph } from "../../graph/graph.ts";
import { mul, scale } from "../../graph/ops/mul.ts";
import { reduceSum } from "../../graph/ops/reduce-sum.ts";
import { targetLogProb } from "../../graph/ops/target-log-prob.ts";
import { type LoraShape, trainableLora } from "../../model/adapter/lora-graph.ts";
import { architectureOf } from "../../model/architectures/registry.ts";
import type { ModelConfig } from "../../model/config.ts";
import { DecoderBuilder } from "../../model/decoder/builder.ts";
import { flatLayout } from "../../model/decoder/flat-layout.ts";
import { sharedLayout } from "../../model/decoder/shared-layout.ts";
import type { Weights } from "../../model/weights/types.ts";

/** How a batch's texts lie: each by itself, or what all of them begin with computed once. */
export type TextLayout = "flat" | "shared";

/**
 * One batch's loss and what it asks of the adapter. Inputs: those of the layout and `batchFeeds`, the adapter's tensors
 * (`loraTensors`) and, with dropout, `dropoutBits` u32 [tokens, widest]. Outputs: `loss` [1] = -sum of weight * log p(target), and
 * `grad.NAME` for each tensor. Nothing below the first adapter gets a gradient, and the frozen weights get none.
 */
export function trainingGraph(
  config: ModelConfig,
  weights: Weights,
  lora: LoraShape,
  layout: TextLayout = "flat",
): Graph {
  const { graph, loss, inputs } = lossGraph(config, weights, lora, layout);
  const grads = gradients(loss, [...inputs.values()]);
  for (const [i, name] of [...inputs.keys()].entries()) graph.output(`grad.${name}`, grads[i]!);
  fuseSums(graph);
  return graph;
}

/** The same loss without dropout and without gradients, for texts held out. */
export const evaluationGraph = (config: ModelConfig, weights: Weights, lora: LoraShape, layout: TextLayout): Graph =>
  lossGraph(config, weights, { ...lora, dropout: 0 }, layout).graph;

function lossGraph(config: ModelConfig, weights: Weights, lora: LoraShape, texts: TextLayout) {
  const graph = new Graph();
  const layout = texts === "shared" ? sharedLayout(graph, config) : flatLayout(graph, config);
  const bits = lora.dropout > 0 ? graph.input("dropoutBits", "u32", ["tokens", "widest"]) : undefined;
  const { adjust, inputs } = trainableLora(graph, config, lora, bits);
  const builder = new DecoderBuilder(graph, config, weights, { layout, accuracy: "unpacked", adjust });
  const hidden = architectureOf(config.architecture)(builder);
  const logits = builder.head(hidden, graph.input("lossRows", "i64", ["wanted"]));
  const { target } = targetLogProb(logits, graph.input("targets", "i64", ["wanted"]));
  const loss = scale(reduceSum(mul(target, graph.input("lossWeights", "f32", ["wanted"])), [0]), -1);
  graph.output("loss", loss);
  return { graph, loss, inputs };
}
