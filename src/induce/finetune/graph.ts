import { fuseSums } from "../../graph/fuse-sums.ts";
import { gradients } from "../../graph/gradient.ts";
import { Graph } from "../../graph/graph.ts";
import { add } from "../../graph/ops/add.ts";
import { mul, scale } from "../../graph/ops/mul.ts";
import { reduceSum } from "../../graph/ops/reduce-sum.ts";
import { targetLogProb } from "../../graph/ops/target-log-prob.ts";
import { type LoraShape, trainableLora } from "../../model/adapter/lora-graph.ts";
import { architectureOf } from "../../model/architectures/registry.ts";
import type { ModelConfig } from "../../model/config.ts";
import { DecoderBuilder } from "../../model/decoder/builder.ts";
import { flatLayout } from "../../model/decoder/flat-layout.ts";
import type { Layout, PrefixOfLayer } from "../../model/decoder/layout.ts";
import { sharedLayout } from "../../model/decoder/shared-layout.ts";
import { trainablePrefix } from "../../model/prefix/trainable.ts";
import type { Weights } from "../../model/weights/types.ts";
import { guardInGraph, type UnitMeans } from "./guard/graph.ts";
import type { Guard } from "./guard/guard.ts";

/** How a batch's texts lie: each by itself, or what all of them begin with computed once. */
export type TextLayout = "flat" | "shared";

/** What a training graph has beyond its model, its adapter and its texts. */
export interface TrainingGraphOptions {
  guard?: Guard;
  /** Of the guard's units in the base, where it penalises some. */
  means?: UnitMeans;
  /** How many traits condition a prefix that is trained with the adapter, or alone where that has no target. */
  prefixTraits?: number;
}

/**
 * One batch's loss and what it asks of the adapter. Inputs: those of the layout and `batchFeeds`, the adapter's tensors
 * (`loraTensors`), a prefix's (`prefixTensors`) and, with dropout, `dropoutBits` u32 [tokens, widest]. Outputs: `loss` [1] = -sum of weight * log p(target), and
 * `grad.NAME` for each tensor; with a guard that penalises, `penalty` [1] too, and the gradients are those of the sum. Nothing below the
 * first adapter gets a gradient, and the frozen weights get none.
 */
export function trainingGraph(
  config: ModelConfig,
  weights: Weights,
  lora: LoraShape,
  layout: TextLayout = "flat",
  options: TrainingGraphOptions = {},
): Graph {
  const { graph, loss, penalty, inputs } = lossGraph(config, weights, lora, layout, options);
  const grads = gradients(penalty ? add(loss, penalty) : loss, [...inputs.values()]);
  for (const [i, name] of [...inputs.keys()].entries()) graph.output(`grad.${name}`, grads[i]!);
  fuseSums(graph);
  return graph;
}

/** The same loss without dropout, guard and gradients, for texts held out: that of the adapter as it is saved. */
export const evaluationGraph = (
  config: ModelConfig,
  weights: Weights,
  lora: LoraShape,
  layout: TextLayout,
  { prefixTraits }: Pick<TrainingGraphOptions, "prefixTraits"> = {},
): Graph => lossGraph(config, weights, { ...lora, dropout: 0 }, layout, { prefixTraits }).graph;

/** The layout's part of a graph. */
export function layoutOf(graph: Graph, config: ModelConfig, texts: TextLayout, prefix?: PrefixOfLayer): Layout {
  if (texts === "flat") return flatLayout(graph, config, prefix);
  if (prefix) throw new Error("texts with a prefix of their own share no beginning");
  return sharedLayout(graph, config);
}

function lossGraph(
  config: ModelConfig,
  weights: Weights,
  lora: LoraShape,
  texts: TextLayout,
  { guard, means, prefixTraits }: TrainingGraphOptions,
) {
  const graph = new Graph();
  const prefix = prefixTraits === undefined ? undefined : trainablePrefix(graph, config, prefixTraits);
  const layout = layoutOf(graph, config, texts, prefix?.of);
  const bits = lora.dropout > 0 ? graph.input("dropoutBits", "u32", ["tokens", "widest"]) : undefined;
  const { adjust, inputs: adapted } = trainableLora(graph, config, lora, bits);
  const inputs = new Map([...adapted, ...(prefix?.inputs ?? [])]);
  const guarded = guard && guardInGraph(graph, config, guard, means);
  const builder = new DecoderBuilder(graph, config, weights, {
    layout,
    accuracy: "unpacked",
    adjust,
    tap: guarded?.tap,
  });
  const hidden = architectureOf(config.architecture)(builder);
  const lossRows = graph.input("lossRows", "i64", ["wanted"]);
  const logits = builder.head(hidden, lossRows);
  const { target } = targetLogProb(logits, graph.input("targets", "i64", ["wanted"]));
  const lossWeights = graph.input("lossWeights", "f32", ["wanted"]);
  const loss = scale(reduceSum(mul(target, lossWeights), [0]), -1);
  graph.output("loss", loss);
  const penalty = guarded?.penalty?.(lossRows, lossWeights);
  if (penalty) graph.output("penalty", penalty);
  return { graph, loss, penalty, inputs };
}
