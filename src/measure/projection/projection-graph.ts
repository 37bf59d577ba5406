import { Graph } from "../../graph/graph.ts";
import { gatherRows } from "../../graph/ops/gather-rows.ts";
import { hold } from "../../graph/ops/hold.ts";
import { matmul } from "../../graph/ops/matmul.ts";
import type { Accuracy } from "../../graph/ops/matrix.ts";
import { architectureOf } from "../../model/architectures/registry.ts";
import type { ModelConfig } from "../../model/config.ts";
import { DecoderBuilder, type DecoderOptions } from "../../model/decoder/builder.ts";
import { flatLayout } from "../../model/decoder/flat-layout.ts";
import { directionTap } from "../../model/directions/about.ts";
import { givenPrefix } from "../../model/prefix/given.ts";
import type { Weights } from "../../model/weights/types.ts";

export interface ProjectionGraphOptions extends Pick<DecoderOptions, "adjust" | "steer"> {
  /** Layers whose residual stream is projected. */
  layers: readonly number[];
  accuracy: Accuracy;
  /** Each text stands behind a prefix; see `givenPrefix`. Default false. */
  prefixed?: boolean;
}

/** The name of the input that holds a layer's directions as columns, f32 [d_model, directions]. */
export const directionsInput = (layer: number): string => `directions.${layer}`;

/**
 * The graph that projects: the flat layout's inputs, `tokens` i64 [wanted] (which tokens matter) and each layer's {@link directionsInput}.
 * Outputs, under each layer's tap: residual stream @ directions, [wanted, directions]; what lies above the last layer is not computed.
 */
export function projectionGraph(
  config: ModelConfig,
  weights: Weights,
  { layers, prefixed = false, ...options }: ProjectionGraphOptions,
): Graph {
  const graph = new Graph();
  const layout = flatLayout(graph, config, prefixed ? givenPrefix(graph, config) : undefined);
  const tokens = graph.input("tokens", "i64", ["wanted"]);
  const matrices = new Map(
    layers.map((layer) => {
      const name = directionsInput(layer);
      return [directionTap(layer), graph.input(name, "f32", [config.dModel, name])];
    }),
  );
  const builder = new DecoderBuilder(graph, config, weights, {
    layout,
    ...options,
    tap(name, value) {
      const matrix = matrices.get(name);
      if (matrix === undefined) return value;
      const projected = matmul(gatherRows(value, tokens), matrix);
      graph.output(name, projected);
      return hold(value, projected);
    },
  });
  architectureOf(config.architecture)(builder);
  return graph;
}
