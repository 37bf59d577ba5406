import type { Graph } from "../../graph/graph.ts";
import type { Value } from "../../graph/value.ts";
import { type ModelConfig, projections } from "../config.ts";
import type { DecoderWeights } from "../decoder/builder.ts";
import { projectionShape } from "../decoder/projection-shape.ts";

/** A tensor that is trained, by Hugging Face's name. */
export interface Parameter {
  name: string;
  shape: readonly number[];
}

/** Every parameter of a Llama without biases, in the order of computing. */
export function llamaParameters(config: ModelConfig): Parameter[] {
  const { vocab, dModel, layers, tiedHead } = config;
  const norm = (name: string): Parameter => ({ name: `${name}.weight`, shape: [dModel] });
  const projection = (layer: string, name: (typeof projections)[number]): Parameter => ({
    name: `${layer}.${/^(gate|up|down)/.test(name) ? "mlp" : "self_attn"}.${name}.weight`,
    shape: projectionShape(config, name),
  });
  const blocks = Array.from({ length: layers }, (_, i) => `model.layers.${i}`).flatMap((layer) => [
    norm(`${layer}.input_layernorm`),
    ...projections.slice(0, 4).map((name) => projection(layer, name)),
    norm(`${layer}.post_attention_layernorm`),
    ...projections.slice(4).map((name) => projection(layer, name)),
  ]);
  return [
    { name: "model.embed_tokens.weight", shape: [vocab, dModel] },
    ...blocks,
    norm("model.norm"),
    ...(tiedHead ? [] : [{ name: "lm_head.weight", shape: [vocab, dModel] }]),
  ];
}

/** Parameters as inputs of a graph, f32, named as they are; a decoder takes its weights from them. */
export function parameterInputs(
  graph: Graph,
  parameters: readonly Parameter[],
): { weights: DecoderWeights; inputs: ReadonlyMap<string, Value> } {
  const inputs = new Map(parameters.map(({ name, shape }) => [name, graph.input(name, "f32", shape)]));
  const find = (name: string, shape: readonly number[]): Value => {
    const value = inputs.get(name);
    if (value?.shape.join() !== shape.join())
      throw new Error(`${name}: the model wants [${shape}], and the parameters have [${value?.shape ?? "none"}]`);
    return value;
  };
  const weights: DecoderWeights = {
    matrix: (name, [out, input]) => ({ kind: "trained", out, in: input, value: find(name, [out, input]) }),
    vector: (name, length) => find(name, [length]),
    has: (name) => inputs.has(name),
  };
  return { weights, inputs };
}
