import { type BootstrapOptions, bootstrap, bootstrapMean, drawResamples, sum } from "./bootstrap.ts";
import type { Estimate } from "./estimate.ts";
import { wilson } from "./wilson.ts";

/** Mean of a[i] - b[i] over paired items (questions), with its bootstrap interval. */
export function pairedDifference(a: ArrayLike<number>, b: ArrayLike<number>, options: BootstrapOptions): Estimate {
  samePairs(a, b);
  return bootstrapMean(
    Array.from(a, (x, i) => x - b[i]!),
    drawResamples(a.length, options),
  );
}

/** Numerators and denominators by question, e.g. sentences with an emoji and sentences. */
export interface RatioParts {
  numerators: ArrayLike<number>;
  denominators: ArrayLike<number>;
}

/** Difference of two ratios of sums over paired questions; whole questions are resampled. */
export function pairedRatioDifference(a: RatioParts, b: RatioParts, options: BootstrapOptions): Estimate {
  samePairs(a.numerators, b.numerators);
  const ratio = (parts: RatioParts, at: Uint32Array) => sum(parts.numerators, at) / sum(parts.denominators, at);
  return bootstrap(drawResamples(a.numerators.length, options), (at) => ratio(a, at) - ratio(b, at));
}

/** Two yes/no outcomes of the same items, compared. */
export interface PairedProportions {
  /** Share of yes in a minus in b, with Newcombe's interval. */
  difference: Estimate;
  /** Two-sided exact McNemar p: the discordant pairs against a fair coin. */
  p: number;
  onlyA: number;
  onlyB: number;
  both: number;
  neither: number;
}

/**
 * Difference of paired proportions. Interval: Newcombe's method 10 (Statistics in Medicine 17, 1998, 2635-2650), which joins
 * the two Wilson intervals through the pairs' correlation phi. Chosen over a bootstrap because rates near 0 are the rule
 * here: with no discordant pair every resample is 0 and its interval is empty, Newcombe's is not. p: exact McNemar.
 */
export function pairedProportions(a: readonly boolean[], b: readonly boolean[]): PairedProportions {
  samePairs(a, b);
  const n = a.length;
  const both = a.filter((yes, i) => yes && b[i]).length;
  const onlyA = a.filter((yes, i) => yes && !b[i]).length;
  const onlyB = b.filter((yes, i) => yes && !a[i]).length;
  const neither = n - both - onlyA - onlyB;
  const [first, second] = [wilson(both + onlyA, n), wilson(both + onlyB, n)];
  const phi = correlation(both, onlyA, onlyB, neither);
  const value = (onlyA - onlyB) / n;
  const reach = (toLow: number, toHigh: number) =>
    Math.sqrt(Math.max(0, toLow ** 2 - 2 * phi * toLow * toHigh + toHigh ** 2));
  const low = value - reach(first.value - first.low, second.high - second.value);
  const high = value + reach(first.high - first.value, second.value - second.low);
  return { difference: { value, low, high, n }, p: exactMcNemar(onlyA, onlyB), onlyA, onlyB, both, neither };
}

/** The phi of method 10: the table's correlation, its numerator shrunk by n/2 toward 0 where it is positive; 0 where a margin is empty. */
function correlation(both: number, onlyA: number, onlyB: number, neither: number): number {
  const margins = (both + onlyA) * (onlyB + neither) * (both + onlyB) * (onlyA + neither);
  if (margins === 0) return 0;
  const cross = both * neither - onlyA * onlyB;
  const n = both + onlyA + onlyB + neither;
  return (cross > 0 ? Math.max(cross - n / 2, 0) : cross) / Math.sqrt(margins);
}

/** P of a split at least as uneven as this under a fair coin, two-sided; 1 where there is nothing to split. */
export function exactMcNemar(onlyA: number, onlyB: number): number {
  const n = onlyA + onlyB;
  const few = Math.min(onlyA, onlyB);
  let logTerm = -n * Math.LN2;
  let tail = Math.exp(logTerm);
  for (let k = 1; k <= few; k++) {
    logTerm += Math.log((n - k + 1) / k);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}

/** {@link logRatio}'s result. */
export interface LogRatio {
  /** Geometric mean of a[i] / b[i], with its interval; n = pairs. */
  ratio: Estimate;
  /** How many of the 2n values were below the floor, exact zeros among them, and counted as the floor. */
  raised: number;
}

/**
 * How many times larger a is than b: exp of the mean of log(a[i] / b[i]) over pairs, interval by bootstrap over pairs on
 * the log scale. Zeros have no logarithm: values below `floor` (default 1e-12, far below what decides anything, far above
 * what float32 probabilities round to 0) count as `floor`, and `raised` says how many did. Where most were raised the
 * ratio is about the floor, not about the model: say so.
 */
export function logRatio(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { floor = 1e-12, ...options }: BootstrapOptions & { floor?: number },
): LogRatio {
  samePairs(a, b);
  let raised = 0;
  const log = (x: number) => {
    if (x < floor) raised++;
    return Math.log(Math.max(x, floor));
  };
  const mean = bootstrapMean(
    Array.from(a, (x, i) => log(x) - log(b[i]!)),
    drawResamples(a.length, options),
  );
  const { value, low, high, n } = mean;
  return { ratio: { value: Math.exp(value), low: Math.exp(low), high: Math.exp(high), n }, raised };
}

function samePairs(a: { length: number }, b: { length: number }): void {
  if (a.length !== b.length || a.length === 0)
    throw new RangeError(`paired samples need one length above 0, got ${a.length} and ${b.length}`);
}
