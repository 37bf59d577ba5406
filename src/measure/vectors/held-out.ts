import { dot, norm } from "../../model/directions/vectors.ts";
import { bootstrap, type Resamples } from "../statistics/bootstrap.ts";
import { bounded, type Estimated } from "../statistics/estimated.ts";
import { wilson } from "../statistics/wilson.ts";
import type { DirectionOf, LayerPools } from "./types.ts";

/** How far pairs that a direction was not made of lie along it. */
export interface HeldOut {
  /** Probability that a positive text lies further along the direction than a negative one; n = questions. */
  auc: Estimated;
  /** Cohen's d of the sides, pooled deviation; n = questions. */
  d: Estimated;
}

/** The two sides' places along a direction, by pair. */
interface Along {
  positive: Float64Array;
  negative: Float64Array;
}

/**
 * Each part of the pairs along the unit direction of all the others, from the midpoint of those others' means: no pair is looked at along
 * a direction that it had a part in.
 */
export function heldOutAlong(
  pools: LayerPools,
  parts: readonly (readonly number[])[],
  directionOf: DirectionOf,
): Along {
  const count = pools.positive.length;
  const along = { positive: new Float64Array(count), negative: new Float64Array(count) };
  for (const part of parts) {
    const others = parts.filter((other) => other !== part).flat();
    const direction = directionOf(others);
    const length = norm(direction);
    const place = (row: Float32Array) => dot(row, direction) / length;
    const mean = others.reduce((sum, i) => sum + place(pools.positive[i]!) + place(pools.negative[i]!), 0);
    const midpoint = mean / (2 * others.length);
    for (const pair of part) {
      along.positive[pair] = place(pools.positive[pair]!) - midpoint;
      along.negative[pair] = place(pools.negative[pair]!) - midpoint;
    }
  }
  return along;
}

/**
 * What places along a direction come to, with intervals by resampling questions. Where every resample has an AUC of 1 (or 0), the
 * interval is that of as many questions all of one kind (Wilson). Null where a place is no number.
 *
 * @param clusters pairs by question
 * @param draws of the questions
 */
export function heldOut(along: Along, clusters: readonly (readonly number[])[], draws: Resamples): HeldOut | null {
  if (![...along.positive, ...along.negative].every(Number.isFinite)) return null;
  const clusterOf = new Int32Array(along.positive.length);
  for (const [cluster, pairs] of clusters.entries()) for (const pair of pairs) clusterOf[pair] = cluster;
  const auc = bootstrap(draws, weightedAuc(along, clusterOf, clusters.length), [0, 1]);
  const d = bootstrap(draws, cohen(along, clusters));
  return { auc: notTooSure(bounded(auc)), d: bounded(d) };
}

function notTooSure(auc: Estimated): Estimated {
  const { value, low, high, n } = auc;
  if (low !== high || (value !== 0 && value !== 1)) return auc;
  const sure = wilson(value === 1 ? n : 0, n);
  return { value, low: sure.low, high: sure.high, n };
}

/** The area under the ROC curve where a question counts as often as it was drawn; ties count half. The values are sorted once. */
function weightedAuc({ positive, negative }: Along, clusterOf: Int32Array, clusters: number) {
  const count = positive.length;
  const value = (i: number) => (i < count ? positive[i]! : negative[i - count]!);
  const order = Array.from({ length: 2 * count }, (_, i) => i).sort((a, b) => value(a) - value(b));
  const weights = new Float64Array(clusters);
  return (drawn: Uint32Array): number => {
    weights.fill(0);
    for (const cluster of drawn) weights[cluster]!++;
    let [below, wins, total] = [0, 0, 0];
    for (let from = 0; from < order.length; ) {
      let [tiedPositive, tiedNegative, to] = [0, 0, from];
      for (; to < order.length && value(order[to]!) === value(order[from]!); to++) {
        const i = order[to]!;
        if (i < count) tiedPositive += weights[clusterOf[i]!]!;
        else tiedNegative += weights[clusterOf[i - count]!]!;
      }
      wins += tiedPositive * (below + tiedNegative / 2);
      total += tiedPositive;
      below += tiedNegative;
      from = to;
    }
    return wins / (total * below);
  };
}

function cohen({ positive, negative }: Along, clusters: readonly (readonly number[])[]) {
  const sums = clusters.map((pairs) => [positive, negative].map((side) => momentsOf(side, pairs)));
  return (drawn: Uint32Array): number => {
    const [a, b] = [0, 1].map((side) => {
      let [n, sum, squares] = [0, 0, 0];
      for (const cluster of drawn) {
        const own = sums[cluster]![side]!;
        n += own.n;
        sum += own.sum;
        squares += own.squares;
      }
      return { n, mean: sum / n, spread: squares - sum ** 2 / n };
    });
    return (a!.mean - b!.mean) / Math.sqrt((a!.spread + b!.spread) / (a!.n + b!.n - 2));
  };
}

function momentsOf(values: Float64Array, at: readonly number[]) {
  const own = at.map((i) => values[i]!);
  return {
    n: own.length,
    sum: own.reduce((sum, x) => sum + x, 0),
    squares: own.reduce((sum, x) => sum + x ** 2, 0),
  };
}
