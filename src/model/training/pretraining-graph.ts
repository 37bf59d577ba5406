import { fuseSums } from "../../graph/fuse-sums.ts";
import { gradients } from "../../graph/gradient.ts";
import { Graph } from "../../graph/graph.ts";
import { mul, scale } from "../../graph/ops/mul.ts";
import { reduceSum } from "../../graph/ops/reduce-sum.ts";
import { targetLogProb } from "../../graph/ops/target-log-prob.ts";
import { f32, type HostTensor, i64 } from "../../graph/session.ts";
import { architectureOf } from "../architectures/registry.ts";
import type { ModelConfig } from "../config.ts";
import { DecoderBuilder } from "../decoder/builder.ts";
import { causalMask } from "../decoder/causal-mask.ts";
import { packedLayout } from "../decoder/packed-layout.ts";
import { ropeTables } from "../decoder/rope-tables.ts";
import { type Parameter, parameterInputs } from "./parameters.ts";

/**
 * Loss of a batch of windows of a token stream, and, with `withGradients`, what it asks of every parameter. Inputs: those of
 * `packedLayout` ({@link windowFeeds} makes them), `targets` i64 [tokens], `lossWeights` f32 [tokens], each parameter by its name. Outputs: `loss` [1] = -sum of
 * weight * log p(target), and `grad.NAME` for each parameter.
 */
export function pretrainingGraph(
  config: ModelConfig,
  parameters: readonly Parameter[],
  { withGradients }: { withGradients: boolean },
): Graph {
  const graph = new Graph();
  const layout = packedLayout(graph, config);
  const { weights, inputs } = parameterInputs(graph, parameters);
  const builder = new DecoderBuilder(graph, config, weights, { layout, accuracy: "f32" });
  const logits = builder.head(architectureOf(config.architecture)(builder));
  const { target } = targetLogProb(logits, graph.input("targets", "i64", ["tokens"]));
  const loss = scale(reduceSum(mul(target, graph.input("lossWeights", "f32", ["tokens"])), [0]), -1);
  graph.output("loss", loss);
  if (!withGradients) return graph;
  const grads = gradients(loss, [...inputs.values()]);
  for (const [i, name] of [...inputs.keys()].entries()) graph.output(`grad.${name}`, grads[i]!);
  fuseSums(graph);
  return graph;
}

/**
 * Feeds of windows of one length: each is `length` tokens and the one that follows, so that every token has its
 * target, all of equal weight.
 */
export function windowFeeds(
  config: Pick<ModelConfig, "heads" | "kvHeads" | "rope">,
  windows: readonly ArrayLike<number>[],
): Record<string, HostTensor> {
  const length = windows[0]!.length - 1;
  const groups = config.heads / config.kvHeads;
  const { cos, sin, half } = ropeTables(config.rope, length);
  const tokens = windows.length * length;
  const part = (start: number) => windows.flatMap((window) => Array.from(window).slice(start, start + length));
  return {
    ids: i64(part(0), [windows.length, length]),
    targets: i64(part(1), [tokens]),
    lossWeights: f32(new Float32Array(tokens).fill(1 / tokens), [tokens]),
    positions: i64(
      Array.from({ length: tokens }, (_, i) => i % length),
      [tokens, 1],
    ),
    mask: f32(causalMask(1, groups, length), [1, 1, groups * length, length]),
    cos: f32(cos, [length, half]),
    sin: f32(sin, [length, half]),
  };
}
