import { Graph } from "../../graph/graph.ts";
import { exp } from "../../graph/ops/exp.ts";
import { gatherRows } from "../../graph/ops/gather-rows.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import { mul } from "../../graph/ops/mul.ts";
import { reduceSum } from "../../graph/ops/reduce-sum.ts";
import { sub } from "../../graph/ops/sub.ts";
import { targetLogProb } from "../../graph/ops/target-log-prob.ts";
import { adapterAdjust } from "../adapter/adjust.ts";
import type { LoraAdapter } from "../adapter/types.ts";
import { architectureOf } from "../architectures/registry.ts";
import type { ModelConfig } from "../config.ts";
import { DecoderBuilder } from "../decoder/builder.ts";
import { flatLayout } from "../decoder/flat-layout.ts";
import { steeringTap } from "../steering/tap.ts";
import type { Steer } from "../steering/types.ts";
import type { Weights } from "../weights/types.ts";

export interface DistributionGraphOptions {
  accuracy: Accuracy;
  /** Each token says whether it runs with it. */
  adapter: LoraAdapter | undefined;
  /** What a persona's vectors do, at the same tokens. */
  steering?: readonly Steer[] | undefined;
  /** With the divergence of pairs of rows. */
  pairs: boolean;
}

/**
 * The graph that weighs given texts and compares two models of the same weights, so that no row of the vocabulary's width leaves the
 * engine: the flat layout's inputs; `adapted` f32 [tokens, 1], 1 where the token runs with the adapter and vectors and 0 where it runs without (only where
 * there are any); `rows` i64 [rows], tokens whose next token is weighed, and `targets` i64 [rows], what it is; with `pairs`, `baseRows`
 * and `otherRows` i64 [pairs], places in `rows`. Outputs: `logProbs` [rows] of the targets, and `divergence` [pairs, 1] =
 * sum over the vocabulary of p_base (log p_base - log p_other), in nats.
 */
export function distributionGraph(config: ModelConfig, weights: Weights, options: DistributionGraphOptions): Graph {
  const { accuracy, adapter, steering, pairs } = options;
  const graph = new Graph();
  const layout = flatLayout(graph, config);
  const adapted = adapter || steering ? graph.input("adapted", "f32", ["tokens", 1]) : undefined;
  const adjust = adapter && adapterAdjust(adapter, adapted);
  const steer = steering && steeringTap(graph, steering, adapted);
  const builder = new DecoderBuilder(graph, config, weights, { layout, accuracy, adjust, steer });
  const hidden = architectureOf(config.architecture)(builder);
  const logits = builder.head(hidden, graph.input("rows", "i64", ["rows"]));
  const { target, all } = targetLogProb(logits, graph.input("targets", "i64", ["rows"]));
  graph.output("logProbs", target);
  if (pairs) {
    const [base, other] = ["baseRows", "otherRows"].map((name) => gatherRows(all, graph.input(name, "i64", ["pairs"])));
    graph.output("divergence", reduceSum(mul(exp(base!), sub(base!, other!)), [1]));
  }
  return graph;
}
