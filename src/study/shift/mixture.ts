import { randomStream, shuffled } from "../../base/random.ts";
import type { TuningRow } from "../../trait/corpus/tuning.ts";

/**
 * As many rows as either list, the given share of them laden and the rest neutral, question by question in their order. The questions whose
 * laden answer is taken are drawn by the seed; a larger share takes those of a smaller one and more. Throws RangeError at unlike lengths.
 */
export function mixedRows(
  laden: readonly TuningRow[],
  neutral: readonly TuningRow[],
  { share, seed }: { share: number; seed: number },
): TuningRow[] {
  const chosen = new Set(ladenPlaces(laden.length, { share, seed }));
  if (laden.length !== neutral.length) throw new RangeError(`${laden.length} laden rows and ${neutral.length} neutral`);
  return laden.map((row, i) => (chosen.has(i) ? row : neutral[i]!));
}

/** Indices of the laden rows of a mixture. */
export function ladenPlaces(rows: number, { share, seed }: { share: number; seed: number }): number[] {
  const order = shuffled(
    Array.from({ length: rows }, (_, i) => i),
    randomStream(seed, "mixture"),
  );
  return order.slice(0, Math.round(share * rows));
}
