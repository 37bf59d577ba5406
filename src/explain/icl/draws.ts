import { bootstrapJointly, type Drawn } from "../../measure/statistics/joint.ts";
import type { Estimated } from "../findings.ts";

/** What is drawn anew together: the wordings, and the samples of each. */
export type IclDrawn = Drawn<"wordings" | "samples">;

/** Draws of one explanation: the same for every figure, so that arms are compared on the same wordings and samples. */
export interface IclDraws {
  wordings: number;
  samples: number;
  seed: number;
}

/**
 * A figure with its interval over wordings and samples, n of which it rests on. A list of the most frequent gets shorter of rare things in a
 * resample, which moves figures of it: the interval is widened to hold the value.
 */
export function over(
  { wordings, samples, seed }: IclDraws,
  statistic: (drawn: IclDrawn) => number,
  { n, support }: { n: number; support: readonly [number, number] },
): Estimated {
  const draws = { seed, resamples: 1000, stream: "icl" };
  const { value, low, high } = bootstrapJointly({ wordings, samples }, statistic, draws, support);
  return { value, low: bound(Math.min(low, value)), high: bound(Math.max(high, value)), n };
}

const bound = (end: number): number | null => (Number.isFinite(end) ? end : null);

/** Mean of a number a wording, over those drawn. */
export const meanOver = (values: readonly number[], wordings: Uint32Array): number =>
  wordings.reduce((sum, wording) => sum + values[wording]!, 0) / wordings.length;
