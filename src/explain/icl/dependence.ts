/** Whether what a model says depends on the trait that it is asked about. */
export interface Dependence {
  /** How far the same wording's reply moves when the trait's words are replaced by its opposite's: mean distance, 0 to 1. */
  moved: number;
  /** How much further apart replies of unlike wordings are when they are about unlike poles: mean distance across minus mean distance within. */
  apart: number;
  /** Chance of `apart` to be as large if the poles' names were exchanged at random within wordings: exact. */
  p: number;
  /** Wordings. */
  n: number;
}

/**
 * `distances` [2 n, 2 n]: between the replies to n wordings about the trait, then the same wordings about its opposite. A model that knows
 * the question says alike things of a trait in whatever words it is asked, and other things of its opposite.
 */
export function dependence(distances: readonly (readonly number[])[]): Dependence {
  const n = distances.length / 2;
  const moved = Array.from({ length: n }, (_, w) => distances[w]![n + w]!).reduce((sum, d) => sum + d, 0) / n;
  const apart = (swapped: number) => {
    let [across, within] = [0, 0];
    for (let v = 0; v < n; v++)
      for (let w = 0; w < v; w++) {
        const [straight, crossed] = [
          distances[v]![w]! + distances[n + v]![n + w]!,
          distances[v]![n + w]! + distances[n + v]![w]!,
        ];
        const alike = ((swapped >> v) & 1) === ((swapped >> w) & 1);
        within += alike ? straight : crossed;
        across += alike ? crossed : straight;
      }
    return (across - within) / (n * (n - 1));
  };
  const observed = apart(0);
  const patterns = 2 ** n;
  let hits = 0;
  for (let swapped = 0; swapped < patterns; swapped++) if (apart(swapped) >= observed - 1e-12) hits++;
  return { moved, apart: observed, p: hits / patterns, n };
}

/** 1 - cosine of two counts of units; 1 where one of them is empty. */
export function countDistance(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const size = (counts: ReadonlyMap<string, number>) =>
    Math.sqrt([...counts.values()].reduce((sum, x) => sum + x * x, 0));
  const dot = [...a].reduce((sum, [unit, times]) => sum + times * (b.get(unit) ?? 0), 0);
  const norms = size(a) * size(b);
  return norms === 0 ? 1 : Math.max(0, 1 - dot / norms);
}
