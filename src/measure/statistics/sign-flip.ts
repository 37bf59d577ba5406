import { randomStream } from "../../base/random.ts";

export interface SignFlipOptions {
  seed: number;
  /** Random flips where there are too many to list. Default 9,999, so the smallest p is 0.0001. */
  flips?: number;
  /** Name of the random stream. Default "sign-flip". */
  stream?: string;
}

/** Up to this many nonzero differences every pattern of signs is listed (8,192 of them). */
const listed = 13;

/**
 * Two-sided p of "the two arms of each pair could be swapped": the share of sign patterns of the differences whose sum
 * is at least as far from 0 as the observed one. Exact for few nonzero differences, else by random flips with the
 * observed pattern counted in ((1 + hits) / (1 + flips)). Of differences -1, 0 and 1 it is the exact McNemar test.
 * Equals SciPy's `permutation_test` with `permutation_type="samples"`.
 */
export function signFlipTest(
  differences: ArrayLike<number>,
  { seed, flips = 9999, stream = "sign-flip" }: SignFlipOptions,
): number {
  const sizes = Array.from(differences).filter((difference) => difference !== 0);
  const scale = sizes.reduce((sum, size) => sum + Math.abs(size), 0);
  const observed = Math.abs(sizes.reduce((sum, size) => sum + size, 0));
  // Sums that are equal but for rounding count as equal.
  const far = (sum: number) => Math.abs(sum) >= observed - 1e-12 * scale;
  if (sizes.length <= listed) {
    const patterns = 2 ** sizes.length;
    let hits = 0;
    for (let signs = 0; signs < patterns; signs++) if (far(flipped(sizes, () => signs, sizes.length))) hits++;
    return hits / patterns;
  }
  const random = randomStream(seed, `${stream}/${sizes.length}`);
  let hits = 1;
  for (let i = 0; i < flips; i++) if (far(flipped(sizes, () => random.bits(), 32))) hits++;
  return hits / (flips + 1);
}

/** The sum of `sizes`, each negated where its bit is set; `bits` is asked for a new word every `width` sizes. */
function flipped(sizes: readonly number[], bits: () => number, width: number): number {
  let sum = 0;
  let word = 0;
  for (let i = 0; i < sizes.length; i++) {
    if (i % width === 0) word = bits();
    sum += word & (1 << (i % width)) ? -sizes[i]! : sizes[i]!;
  }
  return sum;
}
