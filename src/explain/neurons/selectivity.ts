import { randomStream, shuffled } from "../../base/random.ts";

/** Units before each emoji that count as its own, and shuffles of the emoji's names. */
export const selectivitySettings = { top: 10, shuffles: 199, alpha: 0.05 } as const;

/** What {@link selectivity} finds of some units. */
export interface Selectivity {
  /** Mean over pairs of emoji of the share of their `top` most active units that they have in common; and under shuffled names, its mean. */
  overlap: number;
  shuffledOverlap: number;
  /** Share of shuffles with an overlap at most as large, the data as they are among them. */
  p: number;
  /** Units whose activation differs between emoji more than the most different unit does in 95 % of shuffles. */
  selective: number[];
  /** Each unit's share of variance between emoji [units]. */
  shares: Float64Array;
}

/**
 * Whether different emoji have different units before them: activations in the base model's deviations [texts][units], and which emoji
 * follows each. Emoji names are shuffled over texts.
 */
export function selectivity(activations: readonly Float32Array[], emoji: readonly string[], seed: number): Selectivity {
  const names = [...new Set(emoji)];
  const labels = emoji.map((name) => names.indexOf(name));
  const spread = spreadOf(activations);
  const observed = statistics(activations, labels, names.length, spread);
  const random = randomStream(seed, "neurons/selectivity");
  const overlaps: number[] = [];
  const largest: number[] = [];
  for (let i = 0; i < selectivitySettings.shuffles; i++) {
    const { overlap, shares } = statistics(activations, shuffled(labels, random), names.length, spread);
    overlaps.push(overlap);
    largest.push(shares.reduce((most, share) => Math.max(most, share), 0));
  }
  const { shuffles, alpha } = selectivitySettings;
  // The k-th largest of 199 and the data's own: at most 5 % reach beyond it by chance.
  const bar = largest.sort((a, b) => b - a)[Math.floor(alpha * (shuffles + 1)) - 1]!;
  return {
    overlap: observed.overlap,
    shuffledOverlap: overlaps.reduce((sum, x) => sum + x, 0) / shuffles,
    p: (1 + overlaps.filter((x) => x <= observed.overlap + 1e-12).length) / (shuffles + 1),
    selective: Array.from(observed.shares.keys())
      .filter((unit) => observed.shares[unit]! > bar)
      .sort((a, b) => observed.shares[b]! - observed.shares[a]!),
    shares: observed.shares,
  };
}

interface Spread {
  mean: Float64Array;
  squares: Float64Array;
}

function spreadOf(activations: readonly Float32Array[]): Spread {
  const width = activations[0]!.length;
  const mean = new Float64Array(width);
  for (const row of activations) for (let i = 0; i < width; i++) mean[i]! += row[i]! / activations.length;
  const squares = new Float64Array(width);
  for (const row of activations) for (let i = 0; i < width; i++) squares[i]! += (row[i]! - mean[i]!) ** 2;
  return { mean, squares };
}

function statistics(
  activations: readonly Float32Array[],
  labels: readonly number[],
  classes: number,
  { mean, squares }: Spread,
): { overlap: number; shares: Float64Array } {
  const width = mean.length;
  const means = Array.from({ length: classes }, () => new Float64Array(width));
  const sizes = new Float64Array(classes);
  for (const label of labels) sizes[label]!++;
  for (const [text, row] of activations.entries()) {
    const own = means[labels[text]!]!;
    for (let i = 0; i < width; i++) own[i]! += row[i]!;
  }
  for (const [label, own] of means.entries()) for (let i = 0; i < width; i++) own[i]! /= sizes[label]!;
  const shares = squares.map((total, i) => {
    const between = means.reduce((sum, own, label) => sum + sizes[label]! * (own[i]! - mean[i]!) ** 2, 0);
    return total > 0 ? between / total : 0;
  });
  return { overlap: meanOverlap(means.map((own) => largest(own, selectivitySettings.top))), shares };
}

/** Indices of the k largest values. */
function largest(values: Float64Array, k: number): Set<number> {
  const bar = values.slice().sort()[Math.max(0, values.length - k)]!;
  const chosen = new Set<number>();
  for (let i = 0; i < values.length && chosen.size < k; i++) if (values[i]! > bar) chosen.add(i);
  for (let i = 0; i < values.length && chosen.size < k; i++) if (values[i]! === bar) chosen.add(i);
  return chosen;
}

function meanOverlap(sets: readonly Set<number>[]): number {
  const pairs = sets.flatMap((a, i) => sets.slice(i + 1).map((b) => [...a].filter((x) => b.has(x)).length / a.size));
  return pairs.reduce((sum, x) => sum + x, 0) / pairs.length;
}
