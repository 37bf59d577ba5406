import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import { type CaptureText, capture, type PartSpan } from "../../model/capture/capture-task.ts";
import type { Capture } from "../../model/capture/capturer.ts";
import { directionTap } from "../../model/directions/about.ts";
import { norm } from "../../model/directions/vectors.ts";
import type { ModelSpec } from "../../model/engine/load.ts";
import { poolings } from "./types.ts";

export interface PoolRequest {
  model: ModelSpec;
  /** Responses are not empty. */
  texts: readonly (Pick<CaptureText, "id" | "messages"> & { response: readonly number[] })[];
  layers: number;
  dModel: number;
}

/** Tokens of each response whose norms are looked at, from its first quarter to its last token. */
export const normTokens = 4;

/** What pooling makes of some texts. */
export interface PooledTexts {
  /** [texts, poolings, layers, d_model] */
  values: Float32Array;
  /** Norms of the residual stream at single tokens, [texts, {@link normTokens}, layers]. */
  norms: Float32Array;
}

export const poolTask = remoteTask<PoolRequest, PooledTexts>(import.meta.url, "poolTexts");

/** Pools every layer's residual stream over texts in all ways at once: one pass, reduced in the graph. Throws "bad-input" as `capture` does. */
export async function poolTexts(
  { model, texts, layers, dModel }: PoolRequest,
  context: TaskContext,
): Promise<PooledTexts> {
  const perText = poolings.length * layers * dModel;
  const values = new Float32Array(texts.length * perText);
  const norms = new Float32Array(texts.length * normTokens * layers);
  const places = new Map(texts.map(({ id }, i) => [id, i]));
  const add = ({ id, taps }: Capture) => {
    const text = places.get(id)!;
    for (let layer = 0; layer < layers; layer++) {
      const vectors = taps[directionTap(layer)]!;
      for (let p = 0; p < poolings.length; p++) values.set(vectors[p]!, text * perText + (p * layers + layer) * dModel);
      for (let t = 0; t < normTokens; t++)
        norms[(text * normTokens + t) * layers + layer] = norm(vectors[poolings.length + t]!);
    }
  };
  const { signal, threads, resources } = context;
  const spanned = texts.map(({ id, messages, response }) => ({
    id,
    messages,
    response,
    spans: spansOf(response.length),
  }));
  const request = { model, taps: [directionTap("*")], texts: spanned };
  await capture(request, { signal, threads, resources, pause: () => context.pause(), emit: add });
  return { values, norms };
}

/** In the order of {@link poolings}, then single tokens. */
function spansOf(length: number): PartSpan[] {
  const last = (token: number): PartSpan => ({ part: "response", start: token, end: token + 1, reduce: "last" });
  const singles = Array.from({ length: normTokens }, (_, t) => Math.ceil(((t + 1) * length) / normTokens) - 1);
  return [
    { part: "response", reduce: "mean" },
    { part: "prompt", reduce: "last" },
    { part: "response", reduce: "last" },
    ...singles.map(last),
  ];
}
