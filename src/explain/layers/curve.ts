import type { Resamples } from "../../measure/statistics/bootstrap.ts";
import type { Defined } from "../../measure/statistics/defined.ts";
import { type Estimate, quantile } from "../../measure/statistics/estimate.ts";

/** A mean over texts at each stream, with what it is over resampled texts. */
export interface MeanCurve {
  n: number;
  /** [streams] */
  mean: Float64Array;
  /** [resamples][streams]; empty for a single text, which says nothing about spread. */
  resampled: Float64Array[];
}

/** The mean over texts of values [texts][streams], over all and over each draw. */
export function meanCurve(values: readonly ArrayLike<number>[], { n, count, indices }: Resamples): MeanCurve {
  const streams = values[0]!.length;
  const meanOf = (texts: ArrayLike<number>) => {
    const out = new Float64Array(streams);
    for (let i = 0; i < n; i++) for (let s = 0; s < streams; s++) out[s]! += values[texts[i]!]![s]! / n;
    return out;
  };
  const all = Uint32Array.from({ length: n }, (_, i) => i);
  const draws = n < 2 ? 0 : count;
  const resampled = Array.from({ length: draws }, (_, i) => meanOf(indices.subarray(i * n, (i + 1) * n)));
  return { n, mean: meanOf(all), resampled };
}

/** A curve less its first streams. */
export const curveFrom = ({ n, mean, resampled }: MeanCurve, first: number): MeanCurve => ({
  n,
  mean: mean.subarray(first),
  resampled: resampled.map((draw) => draw.subarray(first)),
});

/** Percentile intervals of a curve at each stream; a single text's are unbounded. */
export function curveBand({ mean, resampled }: MeanCurve): { value: number[]; low: number[]; high: number[] } {
  const sorted = Array.from(mean, (_, s) => Float64Array.from(resampled, (draw) => draw[s]!).sort());
  const end = (probability: number, without: number) =>
    sorted.map((values) => (values.length === 0 ? without : quantile(values, probability)));
  return {
    value: Array.from(mean),
    low: end(0.025, Number.NEGATIVE_INFINITY),
    high: end(0.975, Number.POSITIVE_INFINITY),
  };
}

/**
 * The depth at which half of the way from the curve's first to its last value is behind it, for good: the last place where it crosses half,
 * linear between streams. Undefined where the way is not told apart from none; draws that go the other way are left out, and more of them than one in
 * forty mean that it is not.
 *
 * @param depths of the streams, ascending, in blocks
 */
export function halfwayDepth({ n, mean, resampled }: MeanCurve, depths: readonly number[]): Defined {
  const sign = Math.sign(wayOf(mean));
  const drawn = resampled.filter((draw) => Math.sign(wayOf(draw)) === sign).map((draw) => halfway(draw, depths));
  if (sign === 0) return { undefined: "nothing changes from the first layer to the last" };
  if (resampled.length === 0) return { undefined: "a single text says nothing about spread" };
  if (drawn.length < 0.975 * resampled.length)
    return { undefined: "what changes from the first layer to the last cannot be told from nothing" };
  const sorted = Float64Array.from(drawn).sort();
  return { value: halfway(mean, depths), low: quantile(sorted, 0.025), high: quantile(sorted, 0.975), n } as Estimate;
}

const wayOf = (curve: Float64Array): number => curve.at(-1)! - curve[0]!;

/** Where the curve last crosses the middle between its ends. */
function halfway(curve: Float64Array, depths: readonly number[]): number {
  const share = (s: number) => (curve[s]! - curve[0]!) / wayOf(curve);
  let below = curve.length - 2;
  while (below > 0 && share(below) >= 0.5) below--;
  const [from, to] = [share(below), share(below + 1)];
  return depths[below]! + ((0.5 - from) / (to - from)) * (depths[below + 1]! - depths[below]!);
}
