import type { TaskContext } from "../../../graph/engine/task.ts";
import { openCapturer } from "../../../model/capture/capture-task.ts";
import { loadModel, type ModelSpec } from "../../../model/engine/load.ts";

/** A text to be read as it stands: no chat around it, so that it does not matter what it answers. */
export interface TextToRead {
  id: string;
  text: string;
}

/** What a model makes of a text. */
export interface TapsOfText {
  id: string;
  /** By layer: mean of `resid_post` [d_model] over the tokens but the first. Null for a text without a token. */
  taps: Float32Array[] | null;
  /** Tokens that were left out at the end, since the model's context is shorter than the text. */
  cutTokens: number;
}

/** How texts become features, as classifiers on disk name it. */
export const pooling = "mean over tokens but the first";

/** The residual stream after each of some layers. */
export const tapOf = (layer: number): string => `layers.${layer}.resid_post`;

/**
 * Reads texts, the short ones first. The first token (the begin token where the model has one) draws attention whatever it is, and its
 * activations are tens of times larger than others': in a mean they would only tell how long the text is, so it is left out.
 */
export async function* readTaps(
  spec: ModelSpec,
  layers: readonly number[],
  texts: readonly TextToRead[],
  context: Pick<TaskContext, "resources" | "threads" | "signal" | "pause">,
): AsyncGenerator<TapsOfText> {
  const { source, tokenizer } = await loadModel(spec, context);
  const begin = tokenizer.encode("", { bos: true }).length;
  const encoded = texts.map(({ id, text }) => ({ id, ids: tokenizer.encode(text, { bos: true }) }));
  const length = source.config.context;
  const spanned = encoded.flatMap(({ id, ids }) => {
    if (ids.length <= begin) return [];
    const end = Math.min(ids.length, length);
    return [{ id, ids: ids.slice(0, end), spans: [{ start: end > 1 ? 1 : 0, end, reduce: "mean" as const }] }];
  });
  const cut = new Map(encoded.map(({ id, ids }) => [id, Math.max(0, ids.length - length)]));
  const read = new Set(spanned.map(({ id }) => id));
  for (const { id } of texts) if (!read.has(id)) yield { id, taps: null, cutTokens: 0 };
  if (spanned.length === 0) return;
  const names = [...layers].sort((a, b) => a - b).map(tapOf);
  const capturer = await openCapturer(spec, context, names);
  for await (const { id, taps } of capturer.capture(spanned, { pause: () => context.pause() }))
    yield { id, taps: layers.map((layer) => taps[tapOf(layer)]![0]!), cutTokens: cut.get(id)! };
}
