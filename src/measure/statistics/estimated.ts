import { z } from "zod";

/** A number with its 95 % interval; null is an end without a bound (a sample too small to give one). */
export const estimateSchema = z.object({
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** What the interval rests on: texts, units, places, as the field says. */
  n: z.number().int().min(0),
});
export type Estimated = z.infer<typeof estimateSchema>;

/** An estimate as JSON holds it: an end that is infinite, or no number, is without a bound. */
export function bounded({ value, low, high, n }: Readonly<Record<keyof Estimated, number>>): Estimated {
  const finite = (x: number) => (Number.isFinite(x) ? x : null);
  return { value, low: finite(low), high: finite(high), n };
}

/** An estimate in another unit; `by` above 0. */
export const scaledBy = ({ value, low, high, n }: Estimated, by: number): Estimated => ({
  value: value * by,
  low: low === null ? null : low * by,
  high: high === null ? null : high * by,
  n,
});
