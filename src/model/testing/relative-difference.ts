/** Largest difference of two arrays, as a share of the largest expected magnitude; infinite where the lengths differ. */
export function relativeDifference(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let size = 0;
  let worst = 0;
  for (const [i, value] of expected.entries()) {
    size = Math.max(size, Math.abs(value));
    // A NaN must count, and Math.max keeps it.
    worst = Math.max(worst, Math.abs(actual[i]! - value));
  }
  return worst / size;
}
