import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import { type CaptureText, capture, type PartSpan } from "../../model/capture/capture-task.ts";
import type { Capture } from "../../model/capture/capturer.ts";
import { directionTap } from "../../model/directions/about.ts";
import { norm } from "../../model/directions/vectors.ts";
import type { ModelSpec } from "../../model/engine/load.ts";

export const sides = ["positive", "negative"] as const;
export type Side = (typeof sides)[number];

/** A text, and its places with and without what a direction is to mean; either list may be empty. */
export interface SidedText
  extends Pick<CaptureText, "id" | "messages" | "response">,
    Record<Side, readonly PartSpan[]> {}

/** What the places of some texts come to. */
export interface PlaceSums {
  /** By side: texts with a place, places, and by layer the sum of the residual stream over them, [d_model]. */
  sides: Record<Side, { texts: number; places: number; sums: Float32Array[] }>;
  /** By layer: the norm of the residual stream at the last token of each place. */
  norms: number[][];
}

export interface PlaceSumsRequest {
  model: ModelSpec;
  texts: readonly SidedText[];
}

/** Sums of the residual stream over places: nothing as large as the number of places comes back, but a norm for each. */
export const placeSumsTask = remoteTask<PlaceSumsRequest, PlaceSums>(import.meta.url, "sumPlaces");

/** See {@link placeSumsTask}. Throws "bad-input" as `capture` does. */
export async function sumPlaces({ model, texts }: PlaceSumsRequest, context: TaskContext): Promise<PlaceSums> {
  const byId = new Map(texts.map((text) => [text.id, text]));
  const totals = { positive: total(), negative: total() };
  const norms: number[][] = [];
  const add = ({ id, taps }: Capture) => {
    const text = byId.get(id)!;
    const at: Record<Side, number> = { positive: 0, negative: 2 * text.positive.length };
    for (const side of sides) {
      const places = text[side].length;
      totals[side].texts += places > 0 ? 1 : 0;
      totals[side].places += places;
      for (let layer = 0; directionTap(layer) in taps; layer++) {
        const vectors = taps[directionTap(layer)]!.slice(at[side], at[side] + 2 * places);
        totals[side].sums[layer] ??= new Float64Array(taps[directionTap(layer)]![0]!.length);
        norms[layer] ??= [];
        for (const [i, vector] of vectors.entries())
          if (i < places) addTo(totals[side].sums[layer]!, vector);
          else norms[layer]!.push(norm(vector));
      }
    }
  };
  const spanned = texts.map(({ id, messages, response, positive, negative }) => ({
    id,
    messages,
    response,
    spans: [...withLast(positive), ...withLast(negative)],
  }));
  const { signal, threads, resources } = context;
  const pause = () => context.pause();
  const request = { model, taps: [directionTap("*")], texts: spanned };
  await capture(request, { signal, threads, resources, pause, emit: add });
  const rounded = ({ sums, ...counts }: Total) => ({ ...counts, sums: sums.map((sum) => Float32Array.from(sum)) });
  return { sides: { positive: rounded(totals.positive), negative: rounded(totals.negative) }, norms };
}

interface Total {
  texts: number;
  places: number;
  sums: Float64Array[];
}

const total = (): Total => ({ texts: 0, places: 0, sums: [] });

/** The places, and then their last tokens. */
const withLast = (places: readonly PartSpan[]): PartSpan[] => [
  ...places,
  ...places.map((place) => ({ ...place, reduce: "last" as const })),
];

function addTo(sum: Float64Array, vector: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + vector[i]!;
}
