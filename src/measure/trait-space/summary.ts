import { percentiles } from "../statistics/bootstrap.ts";
import { quantile } from "../statistics/estimate.ts";
import { bounded } from "../statistics/estimated.ts";
import type { Chance, Measured } from "./findings.ts";

/** Cosine matrices of vectors made anew, [draw][vector][vector]; undefined where some cannot be. */
export interface Drawn {
  resampled: readonly number[][][];
  permuted: readonly number[][][];
}

/** Something that a matrix of cosines says. */
export type OfCosines = (cosines: readonly (readonly number[])[]) => number;

/**
 * A number of the vectors as they are, with its interval over draws of the questions, and what it is without any trait.
 *
 * @param n questions
 */
export function measured(
  value: number,
  of: OfCosines,
  { drawn, n }: { drawn: Drawn | undefined; n: number },
): Measured {
  if (drawn === undefined) return { value, low: null, high: null, n, permuted: null };
  const values = sorted(drawn.resampled.map(of));
  const { low, high } = percentiles(values, [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  return { ...bounded({ value, low, high, n }), permuted: chanceOf(drawn.permuted.map(of)) };
}

/** Mean and 2.5 and 97.5 % points, of those that are numbers. */
export function chanceOf(values: readonly number[]): Chance {
  const own = sorted(values);
  return {
    value: own.reduce((sum, x) => sum + x, 0) / own.length,
    low: quantile(own, 0.025),
    high: quantile(own, 0.975),
  };
}

export const sorted = (values: readonly number[]): Float64Array =>
  Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
