import { randomStream, shuffled } from "../../base/random.ts";
import { quantile } from "../../measure/statistics/estimate.ts";
import { cosine } from "../../model/directions/vectors.ts";
import type { Estimated } from "../findings.ts";
import { type PlaceSums, type Side, type SidedText, sides } from "./place-sums-task.ts";

/** Texts are dealt into so many parts: each half of them makes a direction of its own, in 35 ways. */
const foldCount = 8;

/** Deals texts into parts, those with places of both sides first, so that no part lacks a side that others have. */
export function dealt(texts: readonly SidedText[], seed: number): SidedText[][] {
  const order = shuffled(texts, randomStream(seed, "folds"));
  const rarity = ({ positive, negative }: SidedText) => (positive.length > 0 ? 0 : 2) + (negative.length > 0 ? 0 : 1);
  const sorted = order.toSorted((a, b) => rarity(a) - rarity(b));
  const folds = Array.from({ length: Math.min(foldCount, sorted.length) }, (): SidedText[] => []);
  for (const [i, text] of sorted.entries()) folds[i % folds.length]!.push(text);
  return folds;
}

/** Difference of the sides' means at a layer over some parts, [d_model]; null where a side has no place. */
export function difference(folds: readonly PlaceSums[], layer: number): Float64Array | null {
  const [positive, negative] = sides.map((side) => meanOf(folds, side, layer));
  return positive && negative ? positive.map((x, i) => x - negative[i]!) : null;
}

function meanOf(folds: readonly PlaceSums[], side: Side, layer: number): Float64Array | null {
  const filled = folds.map((fold) => fold.sides[side]).filter(({ places }) => places > 0);
  const places = filled.reduce((sum, fold) => sum + fold.places, 0);
  if (places === 0) return null;
  const mean = new Float64Array(filled[0]!.sums[layer]!.length);
  for (const { sums } of filled) for (let i = 0; i < mean.length; i++) mean[i] = mean[i]! + sums[layer]![i]! / places;
  return mean;
}

/** Cosines between the directions of two halves of the parts, over all ways to halve them; null where no halves have both sides. */
export function splitHalfCosine(folds: readonly PlaceSums[], layer: number): Estimated | null {
  const cosines = halvings(folds).flatMap(([a, b]) => {
    const [one, other] = [difference(a, layer), difference(b, layer)];
    const value = one && other ? cosine(one, other) : Number.NaN;
    return Number.isNaN(value) ? [] : [value];
  });
  if (cosines.length === 0) return null;
  const sorted = Float64Array.from(cosines).sort();
  const mean = cosines.reduce((sum, x) => sum + x, 0) / cosines.length;
  const few = cosines.length < 3;
  return {
    value: mean,
    low: few ? null : quantile(sorted, 0.025),
    high: few ? null : quantile(sorted, 0.975),
    n: cosines.length,
  };
}

/** Every way to cut parts into two halves (as equal as can be), each once: the first part is always in the first half. */
function halvings<T>(parts: readonly T[]): [T[], T[]][] {
  const size = Math.ceil(parts.length / 2);
  if (parts.length < 2) return [];
  return Array.from({ length: 2 ** (parts.length - 1) }, (_, bits) => {
    const inFirst = (i: number) => i === 0 || ((bits >> (i - 1)) & 1) === 1;
    return [parts.filter((_, i) => inFirst(i)), parts.filter((_, i) => !inFirst(i))] as [T[], T[]];
  }).filter(([first]) => first.length === size);
}
