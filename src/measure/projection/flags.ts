import { auc } from "../statistics/auc.ts";
import { averageRanks } from "../statistics/correlation.ts";
import type { Defined } from "../statistics/defined.ts";
import { quantile } from "../statistics/estimate.ts";
import { mean, variance } from "../statistics/moments.ts";
import { wilson } from "../statistics/wilson.ts";
import type { Flagger } from "./screen-findings.ts";

/** What is usual on clean text: the zero, the unit and the value above which something is flagged. */
export interface CleanLevel {
  mean: number;
  deviation: number;
  threshold: number;
  n: number;
}

/** The level of values of clean text; `percentile` in 0..100. Throws RangeError with fewer than two. */
export function cleanLevel(values: readonly number[], percentile: number): CleanLevel {
  if (values.length < 2) throw new RangeError(`a percentile of ${values.length} values`);
  const deviation = Math.sqrt(variance(values));
  const threshold = quantile(Float64Array.from(values).sort(), percentile / 100);
  return { mean: mean(values), deviation: deviation > 0 ? deviation : 1, threshold, n: values.length };
}

/** Mean of a row's ranks by each measure that has it, each from 0 (lowest) to 1; null where none has. */
export function combinedRanks(...measures: readonly (readonly (number | null)[])[]): (number | null)[] {
  const ranks = measures.map(shareRanks);
  return measures[0]!.map((_, row) => {
    const own = ranks.flatMap((each) => each[row] ?? []);
    return own.length === 0 ? null : mean(own);
  });
}

function shareRanks(values: readonly (number | null)[]): (number | null)[] {
  const known = values.filter((value) => value !== null);
  const ranks = averageRanks(known);
  let next = 0;
  return values.map((value) => (value === null ? null : (ranks[next++]! - 1) / Math.max(1, known.length - 1)));
}

/** A measure of rows, and the value above which it flags; none where nothing is measured. */
export interface Threshold {
  metric: readonly (number | null)[];
  threshold: number | undefined;
}

/** Which rows each flags, and either or both of them. */
export function flaggedBy(projection: Threshold, scorer: Threshold): Record<Flagger, boolean[]> {
  const [one, other] = [projection, scorer].map(({ metric, threshold }) =>
    metric.map((value) => threshold !== undefined && value !== null && value > threshold),
  ) as [boolean[], boolean[]];
  return {
    projection: one,
    scorer: other,
    either: one.map((flag, i) => flag || other[i]!),
    both: one.map((flag, i) => flag && other[i]!),
  };
}

/** Of the flagged rows the share that is bad, and of the bad ones the share that is flagged, with Wilson's intervals. */
export function precisionAndRecall(
  flagged: readonly boolean[],
  bad: readonly boolean[],
): { precision: Defined; recall: Defined } {
  const hits = flagged.filter((one, i) => one && bad[i]).length;
  const [flags, all] = [flagged, bad].map((list) => list.filter(Boolean).length) as [number, number];
  return {
    precision: flags === 0 ? { undefined: "nothing is flagged" } : wilson(hits, flags),
    recall: all === 0 ? { undefined: "no row is planted" } : wilson(hits, all),
  };
}

/** How well values tell bad rows from the others: the area under the curve, over rows that have a value. */
export function areaOf(values: readonly (number | null)[], bad: readonly boolean[]): Defined {
  const of = (which: boolean) => values.filter((value, i) => value !== null && bad[i] === which) as number[];
  return auc(of(true), of(false));
}
