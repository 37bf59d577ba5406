import type { Graph } from "../../graph/graph.ts";
import { add } from "../../graph/ops/add.ts";
import { cast } from "../../graph/ops/cast.ts";
import { embed } from "../../graph/ops/embed.ts";
import { gatherRows } from "../../graph/ops/gather-rows.ts";
import { linear, linearStack } from "../../graph/ops/linear.ts";
import type { Matrix, ProductKind } from "../../graph/ops/matrix.ts";
import { rmsNorm } from "../../graph/ops/rms-norm.ts";
import { split } from "../../graph/ops/split.ts";
import type { Value } from "../../graph/value.ts";
import type { ModelConfig, Projection } from "../config.ts";
import type { ExternalTensor } from "../weights/types.ts";
import type { Layout, RotaryTables } from "./layout.ts";
import { projectionShape } from "./projection-shape.ts";

/** Where in the model a projection stands. */
export interface Place {
  layer: number;
  projection: Projection;
}

/** Where a decoder's weights come from: files (`Weights`), or values of its own graph where they are trained. */
export interface DecoderWeights {
  matrix(name: string, shape: readonly [out: number, input: number]): Matrix;
  vector(name: string, length: number): ExternalTensor | Value;
  has(name: string): boolean;
}

export interface DecoderOptions {
  layout: Layout;
  /** How exactly 4- and 8-bit products are computed. */
  accuracy: ProductKind;
  /** Sees every projection's input and output and gives back the output to use: where an adapter comes in. */
  adjust?(place: Place, x: Value, y: Value): Value;
  /** What a persona's vectors do to every named activation, before anything else sees it. */
  steer?(name: string, value: Value): Value;
  /** Sees every named activation and gives back the value to go on with: where taps are read and edits are made. */
  tap?(name: string, value: Value): Value;
}

/** The words in which architectures are written: each method is one step of a decoder, on hidden states [tokens, d_model]. */
export class DecoderBuilder {
  readonly config: ModelConfig;
  readonly graph: Graph;
  private readonly weights: DecoderWeights;
  private readonly options: DecoderOptions;
  private readonly tables: RotaryTables;

  /** Adds graph inputs `cos` and `sin` f32 [positions, dims / 2] beside the layout's own. */
  constructor(graph: Graph, config: ModelConfig, weights: DecoderWeights, options: DecoderOptions) {
    this.graph = graph;
    this.config = config;
    this.weights = weights;
    this.options = options;
    const table = (name: string) => graph.input(name, "f32", ["positions", config.rope.dims / 2]);
    this.tables = { cos: table("cos"), sin: table("sin") };
  }

  /** Token embeddings [tokens, d_model]. */
  embed(): Value {
    const { vocab, dModel } = this.config;
    return embed(this.options.layout.ids, this.weights.matrix("model.embed_tokens.weight", [vocab, dModel]));
  }

  /** A named activation on its way. */
  tap(name: string, value: Value): Value {
    const steered = this.options.steer?.(name, value) ?? value;
    return this.options.tap?.(name, steered) ?? steered;
  }

  /** RMSNorm with the weight of that name. */
  norm(name: string, x: Value): Value {
    return rmsNorm(x, this.vector(`${name}.weight`, this.config.dModel), this.config.normEps);
  }

  /** Projections of one input, each with its bias and its adapter where there are any. */
  project(layer: number, module: string, names: readonly Projection[], x: Value): Value[] {
    const shapes = names.map((name) => projectionShape(this.config, name));
    const matrices = names.map((name, i) => this.weights.matrix(`${prefix(layer, module)}.${name}.weight`, shapes[i]!));
    const joint = this.options.accuracy !== "unpacked" && matrices.every((matrix) => matrix.kind === "nbits");
    const products = joint
      ? split(
          linearStack(x, matrices, this.options.accuracy),
          1,
          shapes.map(([out]) => out),
        )
      : matrices.map((matrix) => linear(x, matrix, this.options.accuracy));
    return names.map((projection, i) => {
      const bias = `${prefix(layer, module)}.${projection}.bias`;
      const y = this.weights.has(bias) ? add(products[i]!, this.vector(bias, shapes[i]![0])) : products[i]!;
      return this.options.adjust?.({ layer, projection }, x, y) ?? y;
    });
  }

  /** Causal attention with rotary positions, as the layout lays it out; q, k, v [tokens, heads * d_head]. */
  attend(layer: number, q: Value, k: Value, v: Value): Value {
    return this.options.layout.attend(layer, q, k, v, this.tables);
  }

  /** Logits [rows, vocab] of chosen rows of the final hidden states; rows i64. */
  head(hidden: Value, rows?: Value): Value {
    const { vocab, dModel, tiedHead } = this.config;
    const matrix = this.weights.matrix(tiedHead ? "model.embed_tokens.weight" : "lm_head.weight", [vocab, dModel]);
    return this.tap("logits", linear(rows ? gatherRows(hidden, rows) : hidden, matrix, this.options.accuracy));
  }

  private vector(name: string, length: number): Value {
    const vector = this.weights.vector(name, length);
    return "graph" in vector ? vector : cast(this.graph.weight(vector), "f32");
  }
}

const prefix = (layer: number, module: string): string => `model.layers.${layer}.${module}`;
