/** A number with its 95 % interval. `n` counts what the interval rests on (responses, sentences, pairs: the field says). */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** The 97.5 % point of the standard normal distribution. */
export const z95 = 1.959963984540054;

/** Linear interpolation between order statistics of sorted values (Hyndman and Fan's type 7, NumPy's default). */
export function quantile(sorted: Float64Array, probability: number): number {
  const at = (sorted.length - 1) * probability;
  const below = Math.floor(at);
  const low = sorted[below]!;
  return low + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)]! - low);
}
