import { encodeModel } from "../../../graph/encode.ts";
import { Graph } from "../../../graph/graph.ts";
import { gatherRows } from "../../../graph/ops/gather-rows.ts";
import { matmul } from "../../../graph/ops/matmul.ts";
import { reshape } from "../../../graph/ops/reshape.ts";
import { Session, type SessionOptions } from "../../../graph/session.ts";
import { architectureOf } from "../../../model/architectures/registry.ts";
import type { ModelConfig } from "../../../model/config.ts";
import { DecoderBuilder } from "../../../model/decoder/builder.ts";
import type { Weights } from "../../../model/weights/types.ts";
import { batchFeeds, totalWeight } from "../batch.ts";
import type { Example } from "../examples.ts";
import { layoutOf, type TextLayout } from "../graph.ts";
import { type UnitMeans, unitsInGraph } from "./graph.ts";

interface UnitMeansRequest {
  config: ModelConfig;
  weights: Weights;
  examples: readonly Example[];
  /** By layer. */
  units: ReadonlyMap<number, readonly number[]>;
  layout: TextLayout;
  /** Examples in one run. */
  batch: number;
  /** Called between runs. */
  pause?(): Promise<void>;
}

/** Mean activations of MLP units in the model without an adapter, over the tokens that carry loss, weighed as the loss weighs them. */
export async function baseUnitMeans(
  { config, weights, examples, units, layout, batch, pause }: UnitMeansRequest,
  settings: SessionOptions,
): Promise<UnitMeans> {
  const graph = meansGraph(config, weights, units, layout);
  await using session = await Session.create(encodeModel(graph), settings);
  const means = new Map([...units].map(([layer, own]) => [layer, new Float64Array(own.length)]));
  const total = totalWeight(examples);
  for (let i = 0; i < examples.length; i += batch) {
    await pause?.();
    const { targets: _, ...feeds } = batchFeeds(config, examples.slice(i, i + batch), total, layout);
    const outputs = await session.run(feeds);
    for (const [layer, mean] of means)
      for (const [k, part] of (outputs[`mean.${layer}`]!.data as Float32Array).entries()) mean[k] = mean[k]! + part;
  }
  return new Map([...means].map(([layer, mean]) => [layer, Float32Array.from(mean)]));
}

/** Inputs as the training graph's, without an adapter and targets; outputs `mean.LAYER` [1, units] = lossWeights @ act[lossRows, units]. */
function meansGraph(
  config: ModelConfig,
  weights: Weights,
  wanted: ReadonlyMap<number, readonly number[]>,
  texts: TextLayout,
): Graph {
  const graph = new Graph();
  const layout = layoutOf(graph, config, texts);
  const { tap, units } = unitsInGraph(graph, config, wanted);
  const builder = new DecoderBuilder(graph, config, weights, { layout, accuracy: "unpacked", tap });
  architectureOf(config.architecture)(builder);
  const lossRows = graph.input("lossRows", "i64", ["wanted"]);
  const shares = reshape(graph.input("lossWeights", "f32", ["wanted"]), [1, "wanted"]);
  for (const [layer, values] of units) graph.output(`mean.${layer}`, matmul(shares, gatherRows(values, lossRows)));
  return graph;
}
