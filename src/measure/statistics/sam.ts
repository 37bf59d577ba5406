import { randomStream } from "../../base/random.ts";
import { quantile } from "./estimate.ts";

export interface SamOptions {
  seed: number;
  /** Labellings drawn where there are more than this many ways to share the samples out; else all are listed. Default 1,000. */
  most?: number;
}

/** What {@link sam} finds of each unit, in their order. */
export interface Sam {
  /** (mean a - mean b) / (s + s0), s = the pooled standard error of the difference. */
  d: Float64Array;
  s0: number;
  /** The least false-discovery rate at which the unit is called. */
  q: Float64Array;
  /** Ways to share the samples out that were compared, the observed one among them. */
  labellings: number;
}

/**
 * Significance Analysis of Microarrays of two groups of samples, each a value a unit (Tusher, Tibshirani and Chu, PNAS 98, 2001, 5116-5121).
 * Labels are permuted over samples, so that what makes samples of one group differ is not taken for a difference between groups. FDR at a
 * threshold = units that reach it in the mean labelling / units that reach it; the observed labelling is one of them and the share of true
 * nulls is taken as 1, so with k labellings no rate below 1 / k (2 / k for groups of one size) can be reached. Throws RangeError
 * with fewer than two samples in a group.
 */
export function sam(a: readonly Float64Array[], b: readonly Float64Array[], { seed, most = 1000 }: SamOptions): Sam {
  if (a.length < 2 || b.length < 2)
    throw new RangeError(`SAM needs two samples a group, got ${a.length} and ${b.length}`);
  const samples = [...a, ...b];
  const observed = contrast(samples, firstOf(a.length));
  const s0 = exchangeability(observed);
  const d = moderated(observed, s0);
  const sorted = Float64Array.from(d, Math.abs).sort();
  const all = labellings(samples.length, a.length, most, seed);
  // counts[i]: how many d* over all labellings reach sorted[i] and no higher threshold.
  const counts = new Float64Array(sorted.length);
  for (const chosen of all)
    for (const value of moderated(contrast(samples, chosen), s0)) {
      const at = atMost(sorted, Math.abs(value)) - 1;
      if (at >= 0) counts[at]!++;
    }
  return { d, s0, q: qValues(d, sorted, counts, all.length), labellings: all.length };
}

interface Contrast {
  difference: Float64Array;
  error: Float64Array;
}

/** Means' difference and its pooled standard error, for each unit. */
function contrast(samples: readonly Float64Array[], chosen: readonly number[]): Contrast {
  const inA = new Set(chosen);
  const groups = [samples.filter((_, i) => inA.has(i)), samples.filter((_, i) => !inA.has(i))] as const;
  const [nA, nB] = [groups[0].length, groups[1].length];
  const factor = (1 / nA + 1 / nB) / (nA + nB - 2);
  const [first, second] = groups.map(meansAndSquares);
  return {
    difference: first!.mean.map((value, i) => value - second!.mean[i]!),
    error: first!.squares.map((value, i) => Math.sqrt(factor * (value + second!.squares[i]!))),
  };
}

function meansAndSquares(group: readonly Float64Array[]): { mean: Float64Array; squares: Float64Array } {
  const mean = new Float64Array(group[0]!.length);
  const squares = new Float64Array(mean.length);
  for (const sample of group) for (let i = 0; i < mean.length; i++) mean[i]! += sample[i]! / group.length;
  for (const sample of group) for (let i = 0; i < mean.length; i++) squares[i]! += (sample[i]! - mean[i]!) ** 2;
  return { mean, squares };
}

/** 0 where a unit neither differs nor varies. */
const moderated = ({ difference, error }: Contrast, s0: number): Float64Array =>
  difference.map((value, i) => (value === 0 ? 0 : value / (error[i]! + s0)));

/**
 * s0, so that units that hardly vary do not win by that: the percentile of the errors, of 0, 5, .. 100, at which the spread of d (by its
 * median absolute deviation) changes least over units of small to large error: least coefficient of variation over 100 groups of
 * units by error (fewer where a group would have under ten). The median error where there are fewer than 50 units.
 */
function exchangeability({ difference, error }: Contrast): number {
  const sorted = Float64Array.from(error).sort();
  if (sorted.length === 0) return 0;
  if (sorted.length < 50) return quantile(sorted, 0.5);
  const order = Array.from(error, (_, i) => i).sort((i, j) => error[i]! - error[j]!);
  const groups = Math.min(100, Math.floor(order.length / 10));
  const bounds = Array.from({ length: groups + 1 }, (_, i) => Math.round((i * order.length) / groups));
  let best = { spread: Number.POSITIVE_INFINITY, s0: 0 };
  for (let step = 0; step <= 20; step++) {
    const s0 = step === 0 ? 0 : quantile(sorted, step / 20);
    const d = moderated({ difference, error }, s0);
    const spreads = Array.from({ length: groups }, (_, g) =>
      medianDeviation(Float64Array.from(order.slice(bounds[g], bounds[g + 1]), (i) => d[i]!)),
    );
    const spread = variation(spreads);
    if (spread < best.spread) best = { spread, s0 };
  }
  return best.s0;
}

function medianDeviation(values: Float64Array): number {
  const middle = quantile(values.sort(), 0.5);
  return quantile(values.map((x) => Math.abs(x - middle)).sort(), 0.5);
}

/** Standard deviation over mean; infinite where some d are (0 / 0 spreads). */
function variation(values: readonly number[]): number {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  const result = Math.sqrt(squares / (values.length - 1)) / mean;
  return Number.isFinite(result) ? result : Number.POSITIVE_INFINITY;
}

/** FDR at each threshold, made monotone: a unit gets the least rate among thresholds that call it. */
function qValues(d: Float64Array, sorted: Float64Array, counts: Float64Array, labellings: number): Float64Array {
  const reached = counts.slice();
  for (let i = reached.length - 2; i >= 0; i--) reached[i]! += reached[i + 1]!;
  const rates = new Float64Array(sorted.length);
  let least = 1;
  // Equal values are one threshold, that of their first place.
  for (let i = 0, first = 0; i < rates.length; i++) {
    if (sorted[i] !== sorted[first]) first = i;
    least = Math.min(least, reached[first]! / labellings / (rates.length - first));
    rates[i] = least;
  }
  return d.map((value) => rates[atMost(sorted, Math.abs(value)) - 1]!);
}

/** How many of the sorted values are at most `value`. */
function atMost(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const firstOf = (k: number): number[] => Array.from({ length: k }, (_, i) => i);

/** Choices of k of n samples: every one, or the observed one and random ones. */
function labellings(n: number, k: number, most: number, seed: number): number[][] {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  if (Math.round(ways) <= most) return choices(n, k);
  const random = randomStream(seed, `sam/${n}/${k}`);
  const drawn = Array.from({ length: most - 1 }, () => {
    const left = firstOf(n);
    return firstOf(k).map(() => left.splice(random.integer(0, left.length - 1), 1)[0]!);
  });
  return [firstOf(k), ...drawn];
}

function choices(n: number, k: number, from = 0): number[][] {
  if (k === 0) return [[]];
  return Array.from({ length: Math.max(0, n - from - k + 1) }, (_, i) => from + i).flatMap((first) =>
    choices(n, k - 1, first + 1).map((rest) => [first, ...rest]),
  );
}
