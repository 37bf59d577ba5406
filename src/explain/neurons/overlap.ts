import { randomStream } from "../../base/random.ts";
import { hypergeometricUpperTail } from "../../measure/statistics/hypergeometric.ts";
import type { OverlapFindings } from "./findings.ts";

/** Units of a set, of how many there are: one in a hundred, at least 10 and at most 100. */
export const topOf = (units: number): number => Math.min(units, Math.max(10, Math.min(100, Math.round(units / 100))));

const draws = 999;
/** Units are matched to those next to them in the order of deviation: groups of so many. */
const binUnits = 25;

/**
 * How many of the most changed units two changes share, against two kinds of chance: any units (hypergeometric), and units of like variance
 * in the base model, since changes in deviations favour some variances. Vectors [units]; units that are still are in no set.
 */
export function overlapOf(
  pair: string,
  [a, b]: readonly [Float64Array, Float64Array],
  { deviation, still }: { deviation: Float64Array; still: Uint8Array },
  seed: number,
): OverlapFindings {
  const units = Array.from(deviation.keys()).filter((i) => still[i] === 0);
  const k = topOf(units.length);
  const [first, second] = [new Set(largest(a, units, k)), largest(b, units, k)];
  const shared = second.filter((unit) => first.has(unit)).length;
  const binOf = groupsBySize(deviation, units);
  const members = new Map<number, number[]>();
  for (const unit of units) {
    const own = members.get(binOf.get(unit)!);
    if (own) own.push(unit);
    else members.set(binOf.get(unit)!, [unit]);
  }
  const wanted = new Map<number, number>();
  for (const unit of second) wanted.set(binOf.get(unit)!, (wanted.get(binOf.get(unit)!) ?? 0) + 1);
  const random = randomStream(seed, `neurons/overlap/${pair}`);
  let [sum, reached] = [0, 0];
  for (let draw = 0; draw < draws; draw++) {
    let hits = 0;
    for (const [bin, count] of wanted) {
      const left = members.get(bin)!;
      // The first `count` places of a Fisher-Yates shuffle, in place: any start is as good.
      for (let i = 0; i < count; i++) {
        const j = random.integer(i, left.length - 1);
        [left[i], left[j]] = [left[j]!, left[i]!];
        if (first.has(left[i]!)) hits++;
      }
    }
    sum += hits;
    if (hits >= shared) reached++;
  }
  return {
    pair,
    shared,
    k,
    units: units.length,
    expected: units.length === 0 ? 0 : (k * k) / units.length,
    p: hypergeometricUpperTail(shared, { n: units.length, marked: k, k }),
    matchedExpected: sum / draws,
    matchedP: (1 + reached) / (draws + 1),
  };
}

const largest = (values: Float64Array, units: readonly number[], k: number): number[] =>
  units.toSorted((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!) || a - b).slice(0, k);

function groupsBySize(deviation: Float64Array, units: readonly number[]): Map<number, number> {
  const order = units.toSorted((a, b) => deviation[a]! - deviation[b]!);
  return new Map(order.map((unit, rank) => [unit, Math.floor(rank / binUnits)]));
}
