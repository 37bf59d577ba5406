import { cosine } from "../../model/directions/vectors.ts";
import { quantile } from "../statistics/estimate.ts";
import type { Estimated } from "../statistics/estimated.ts";
import { halvings } from "./parts.ts";
import type { AnswerPair, DirectionOf } from "./types.ts";

/**
 * Cosine between the directions of two halves of the questions: the mean over ways to halve them, and the 2.5 % and 97.5 % points of the ways;
 * n = ways. Null where there is one part only. Near 1 the questions suffice; near 0 they say nothing.
 */
export function splitHalf(
  parts: readonly (readonly number[])[],
  directionOf: DirectionOf,
  { seed, most }: { seed: number; most: number },
): Estimated | null {
  const cosines = halvings(parts, seed, most).flatMap(([a, b]) => {
    const value = cosine(directionOf(a.flat()), directionOf(b.flat()));
    return Number.isNaN(value) ? [] : [value];
  });
  return spread(cosines);
}

/**
 * Cosine between the directions of the even and of the odd draws of the same prompts, how far chance in sampling decides it. The interval
 * is that of directions with one part of the questions left out on both sides (delete-a-part jackknife, normal). Null with one draw.
 */
export function betweenSeeds(
  pairs: readonly AnswerPair[],
  parts: readonly (readonly number[])[],
  directionOf: DirectionOf,
): Estimated | null {
  const halves = (kept: readonly number[]) => {
    const even = kept.filter((i) => pairs[i]!.rollout % 2 === 0);
    const odd = kept.filter((i) => pairs[i]!.rollout % 2 === 1);
    return even.length > 1 && odd.length > 1 ? cosine(directionOf(even), directionOf(odd)) : Number.NaN;
  };
  const value = halves(pairs.map((_, i) => i));
  if (Number.isNaN(value)) return null;
  const without = parts.map((part) => halves(parts.filter((other) => other !== part).flat()));
  const mean = without.reduce((sum, x) => sum + x, 0) / without.length;
  const n = parts.length;
  const squares = without.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  const error = Math.sqrt(((n - 1) / n) * squares);
  if (!Number.isFinite(error) || n < 3) return { value, low: null, high: null, n };
  return { value, low: Math.max(-1, value - 1.96 * error), high: Math.min(1, value + 1.96 * error), n };
}

function spread(values: readonly number[]): Estimated | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const value = values.reduce((sum, x) => sum + x, 0) / values.length;
  const few = values.length < 3;
  return {
    value,
    low: few ? null : quantile(sorted, 0.025),
    high: few ? null : quantile(sorted, 0.975),
    n: values.length,
  };
}
