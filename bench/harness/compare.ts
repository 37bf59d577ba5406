/** The middle one; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** A number that contenders are compared by. */
export interface Figure {
  /** Its key in `Sample.figures`. */
  name: string;
  /** With its unit. */
  title: string;
  better: "more" | "less";
}

/** What one of ours is to reach: a ratio of its figure to the best one of the peers named, of those that took part. */
export interface Target {
  figure: Figure;
  ours: string;
  against: readonly string[];
  /** At least this where more is better, at most this where less is. Without: the ratio is only shown. */
  ratio?: number;
}

/** Medians by contender and figure. */
export type Medians = ReadonlyMap<string, Readonly<Record<string, number>>>;

/** One line: the ratio, and whether the target was reached; or that there is none, and why. */
export function verdict({ figure, ours, against, ratio }: Target, medians: Medians): string {
  const { name, title, better } = figure;
  const present = against.filter((peer) => Number.isFinite(medians.get(peer)?.[name]));
  const own = medians.get(ours)?.[name];
  if (own === undefined || !Number.isFinite(own)) return `${title}: ${ours} gave no figure, so there is no ratio`;
  if (present.length === 0) return `${title}: no ratio, since ${against.join(" and ")} did not take part`;
  const of = (peer: string) => medians.get(peer)![name]!;
  const best = present.reduce((a, b) => ((better === "more") === of(b) > of(a) ? b : a));
  const reached = own / of(best);
  const sign = better === "more" ? ">=" : "<=";
  const judged =
    ratio === undefined
      ? "shown only"
      : `target ${sign} ${ratio}: ${(better === "more" ? reached >= ratio : reached <= ratio) ? "reached" : "MISSED"}`;
  return `${title}: ${ours} / ${best} = ${reached.toFixed(2)} (${judged})`;
}
