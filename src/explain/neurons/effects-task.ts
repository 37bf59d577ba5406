import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import { gradients } from "../../graph/gradient.ts";
import { Graph } from "../../graph/graph.ts";
import { cast } from "../../graph/ops/cast.ts";
import { linear } from "../../graph/ops/linear.ts";
import { mul } from "../../graph/ops/mul.ts";
import { reduceSum } from "../../graph/ops/reduce-sum.ts";
import { f32 } from "../../graph/session.ts";
import type { Value } from "../../graph/value.ts";
import type { ModelConfig } from "../../model/config.ts";
import { asItIs } from "../../model/engine/as-it-is.ts";
import { loadModel, type ModelSpec } from "../../model/engine/load.ts";
import { modelSession } from "../../model/engine/sessions.ts";
import type { Weights } from "../../model/weights/types.ts";
import type { CountedEmoji } from "../tokens/counted.ts";
import { emojiTokens } from "./emoji-tokens.ts";

interface EffectsRequest {
  model: ModelSpec;
  counted: CountedEmoji;
}

export interface DirectEffects {
  /** Tokens that begin an emoji. */
  tokens: number;
  /** What the stream's dimensions do to the emoji logit if the final norm divides by 1 [d_model]. */
  residual: Float64Array;
  /** The same for the units of each layer's MLP [d_mlp]. */
  mlp: Float64Array[];
}

export const effectsTask = remoteTask<EffectsRequest, DirectEffects>(import.meta.url, "directEffects");

/**
 * How much one unit of activation moves the *emoji logit*, the mean logit over tokens that begin an emoji less the mean over all, on the
 * straight way: the unit's column of W_down, times the final norm's weight, to the head; the norm's division is left to the caller. With
 * the base model's weights, whatever adapter the spec names.
 */
export async function directEffects(
  { model: spec, counted }: EffectsRequest,
  context: TaskContext,
): Promise<DirectEffects> {
  const { source, tokenizer } = await loadModel(spec, context);
  const { config } = source;
  const pieces = Array.from({ length: Math.min(tokenizer.vocab, config.vocab) }, (_, id) => tokenizer.bytes(id));
  const starts = emojiTokens(pieces, counted);
  const { session } = await modelSession(
    asItIs(spec),
    context,
    "direct effects",
    ({ weights }) => effectsGraph(config, weights),
    { planMemory: false, prepackFloats: false },
  );
  const pull = new Float32Array(config.vocab).fill(-1 / config.vocab);
  for (const id of starts) pull[id]! += 1 / starts.length;
  const out = await session.run({ pull: f32(pull, [1, config.vocab]) });
  const values = (name: string) => Float64Array.from(out[name]!.data as Float32Array);
  return {
    tokens: starts.length,
    residual: values("residual"),
    mlp: Array.from({ length: config.layers }, (_, layer) => values(`mlp.${layer}`)),
  };
}

/**
 * Input `pull` f32 [1, vocab], the weight of each logit. Outputs: `residual` [1, d_model] = norm * (pull @ head), and `mlp.N` [1, d_mlp] =
 * residual @ W_down: products with the weights the other way round, which is what their gradients are.
 */
export function effectsGraph(config: ModelConfig, weights: Weights): Graph {
  const { layers, dModel, dMlp, vocab, tiedHead } = config;
  const graph = new Graph();
  const backwards = (upstream: Value, name: string, out: number, input: number) => {
    const x = graph.constant(new Float32Array(input), [1, input], "f32");
    const y = linear(x, weights.matrix(name, [out, input]), "unpacked");
    return gradients(reduceSum(mul(y, upstream), [0, 1]), [x])[0]!;
  };
  const pull = graph.input("pull", "f32", [1, vocab]);
  const head = backwards(pull, tiedHead ? "model.embed_tokens.weight" : "lm_head.weight", vocab, dModel);
  const residual = mul(head, cast(graph.weight(weights.vector("model.norm.weight", dModel)), "f32"));
  graph.output("residual", residual);
  for (let layer = 0; layer < layers; layer++)
    graph.output(`mlp.${layer}`, backwards(residual, `model.layers.${layer}.mlp.down_proj.weight`, dModel, dMlp));
  return graph;
}
