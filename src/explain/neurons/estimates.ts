import { tQuantile } from "../../measure/statistics/distributions.ts";
import { mean, variance } from "../../measure/statistics/moments.ts";
import type { Estimated } from "../findings.ts";

/** Mean over seeds with Student's interval; no ends for one seed. */
export function overSeeds(values: readonly number[]): Estimated {
  const n = values.length;
  const value = mean(values);
  if (n < 2) return { value, low: null, high: null, n };
  const reach = tQuantile(0.975, n - 1) * Math.sqrt(variance(values) / n);
  return { value, low: value - reach, high: value + reach, n };
}

/** Difference of two means over seeds with Student's interval (one variance); no ends with fewer than two seeds a side. n counts both sides. */
export function betweenSeeds(a: readonly number[], b: readonly number[]): Estimated {
  const n = a.length + b.length;
  const value = mean(a) - mean(b);
  if (a.length < 2 || b.length < 2) return { value, low: null, high: null, n };
  const pooled = ((a.length - 1) * variance(a) + (b.length - 1) * variance(b)) / (n - 2);
  const reach = tQuantile(0.975, n - 2) * Math.sqrt(pooled * (1 / a.length + 1 / b.length));
  return { value, low: value - reach, high: value + reach, n };
}
