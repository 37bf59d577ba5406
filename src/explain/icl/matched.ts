import { randomStream, shuffled } from "../../base/random.ts";
import { quantile } from "../../measure/statistics/estimate.ts";

/** Sets of other emoji, each as large as the studied set, as probable one by one under the base model asked about a plain thing. */
export interface MatchedSets {
  sets: readonly (readonly string[])[];
  /** Median size of the natural logarithm of matched probability / probability: how unlike matched ones still are. */
  unlikeness: number;
}

/** What counts of an emoji that is less probable than the walk follows: all of those are alike. */
const leastProbability = 1e-9;

/**
 * Draws `count` sets: for each studied emoji, in a random order, one of the `nearest` others by logarithm of their probability that the set
 * does not hold yet. Undefined where there are fewer than `nearest` others for each.
 */
export function matchedSets(
  studied: readonly string[],
  probabilities: ReadonlyMap<string, number>,
  { seed, count = 1000, nearest = 10 }: { seed: number; count?: number; nearest?: number },
): MatchedSets | undefined {
  const random = randomStream(seed, "icl/matched");
  const log = (sign: string) => Math.log(Math.max(leastProbability, probabilities.get(sign) ?? 0));
  const others = [...probabilities.keys()].filter((sign) => !studied.includes(sign)).sort();
  if (studied.length === 0 || others.length < studied.length + nearest) return undefined;
  const near = new Map(studied.map((sign) => [sign, byDistance(log(sign), others, log)]));
  const gaps: number[] = [];
  const sets = Array.from({ length: count }, () => {
    const taken = new Set<string>();
    for (const sign of shuffled(studied, random)) {
      const pool = nearestLeft(near.get(sign)!, taken, nearest);
      const chosen = pool[random.integer(0, pool.length - 1)]!;
      taken.add(chosen.sign);
      gaps.push(chosen.distance);
    }
    return [...taken];
  });
  return { sets, unlikeness: quantile(Float64Array.from(gaps).sort(), 0.5) };
}

interface Near {
  sign: string;
  distance: number;
}

const byDistance = (at: number, others: readonly string[], log: (sign: string) => number): Near[] =>
  others
    .map((sign) => ({ sign, distance: Math.abs(log(sign) - at) }))
    .sort((a, b) => a.distance - b.distance || (a.sign < b.sign ? -1 : 1));

/** The first `count` that are not taken, and all that are as near as the last of these: they have the same chance. */
function nearestLeft(near: readonly Near[], taken: ReadonlySet<string>, count: number): Near[] {
  const left: Near[] = [];
  for (const each of near) {
    if (left.length >= count && each.distance > left[count - 1]!.distance + 1e-12) break;
    if (!taken.has(each.sign)) left.push(each);
  }
  return left;
}

/** Where a value stands among those of matched sets. */
export interface AgainstMatched {
  mean: number;
  /** The middle 95 % of the matched sets' values. */
  low: number;
  high: number;
  /** Chance of a matched set's value to be at least the observed one: (1 + such sets) / (1 + sets). */
  p: number;
  /** Sets. */
  n: number;
}

export function againstMatched(
  observed: number,
  { sets }: MatchedSets,
  figureOf: (set: readonly string[]) => number,
): AgainstMatched {
  const values = Float64Array.from(sets, figureOf).sort();
  const atLeast = values.filter((value) => value >= observed - 1e-12 * Math.abs(observed)).length;
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    low: quantile(values, 0.025),
    high: quantile(values, 0.975),
    p: (1 + atLeast) / (1 + values.length),
    n: values.length,
  };
}
