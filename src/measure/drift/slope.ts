import { tQuantile } from "../statistics/distributions.ts";
import type { Estimated } from "../statistics/estimated.ts";
import { mean, variance } from "../statistics/moments.ts";

/** Slope of the least-squares line through points (i, y_i), i from 0; gaps are left out. Null with fewer than two points. */
export function slopeOf(values: readonly (number | null)[]): number | null {
  const points = values.flatMap((y, x) => (y === null ? [] : [{ x, y }]));
  if (points.length < 2) return null;
  const centre = { x: mean(points.map(({ x }) => x)), y: mean(points.map(({ y }) => y)) };
  const [products, squares] = points.reduce(
    ([xy, xx], { x, y }) => [xy + (x - centre.x) * (y - centre.y), xx + (x - centre.x) ** 2],
    [0, 0],
  );
  return products / squares;
}

/**
 * Mean with Student's interval; n = values that there are. Conversations are few, and a bootstrap of five things is far too sure. Null without
 * a value.
 */
export function meanOfFew(values: readonly (number | null)[]): Estimated | null {
  const own = values.filter((value) => value !== null);
  const n = own.length;
  if (n === 0) return null;
  const value = mean(own);
  if (n < 2) return { value, low: null, high: null, n };
  const reach = tQuantile(0.975, n - 1) * Math.sqrt(variance(own) / n);
  return { value, low: value - reach, high: value + reach, n };
}

/** a - b item by item; null where one has a gap. */
export const differences = (a: readonly (number | null)[], b: readonly (number | null)[]): (number | null)[] =>
  a.map((x, i) => {
    const y = b[i] ?? null;
    return x === null || y === null ? null : x - y;
  });
