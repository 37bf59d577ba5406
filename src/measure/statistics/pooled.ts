import type { Estimate } from "./estimate.ts";
import { wilson } from "./wilson.ts";

/**
 * Difference of paired proportions where each pair holds means of replicates: `a[i]` and `b[i]`, each in 0..1, are the
 * shares of yes among the replicates (tuning seeds) of question i. Newcombe's method 10 on the pooled shares with the
 * *questions* as units, so that replicates sharpen the value but never pass for further questions; the Wilson intervals
 * are then at least as wide as the data ask for. With one replicate it is `pairedProportions`' interval.
 */
export function pooledProportions(a: ArrayLike<number>, b: ArrayLike<number>): Estimate {
  const n = a.length;
  if (n !== b.length || n === 0)
    throw new RangeError(`paired samples need one length above 0, got ${n} and ${b.length}`);
  const [first, second] = [of(a), of(b)];
  const cross = Array.from(a, (x, i) => (x - first.share) * (b[i]! - second.share)).reduce((sum, x) => sum + x, 0) / n;
  const spread = Math.sqrt(first.variance * second.variance);
  // A positive correlation narrows the interval: half a pair less of it (method 10's correction).
  const phi = spread < 1e-12 ? 0 : (cross > 0 ? Math.max(cross - 0.5 / n, 0) : cross) / spread;
  const value = first.share - second.share;
  const reach = (toLow: number, toHigh: number) =>
    Math.sqrt(Math.max(0, toLow ** 2 - 2 * phi * toLow * toHigh + toHigh ** 2));
  return {
    value,
    low: value - reach(first.share - first.low, second.high - second.share),
    high: value + reach(first.high - first.share, second.share - second.low),
    n,
  };
}

function of(values: ArrayLike<number>): { share: number; low: number; high: number; variance: number } {
  const n = values.length;
  const total = Math.min(
    n,
    Array.from(values).reduce((sum, x) => sum + x, 0),
  );
  const share = total / n;
  const { low, high } = wilson(total, n);
  return { share, low, high, variance: Array.from(values).reduce((sum, x) => sum + (x - share) ** 2, 0) / n };
}
