import type { TraitScores } from "../../model/prefix/types.ts";

/** One setting of the trait scores. */
export interface Dose {
  /** Which line it lies on: a trait, or the path between two settings. */
  along: string;
  /** Where on the line: the trait's score, or the share of the way. */
  at: number;
  z: TraitScores;
}

/** The name of the line between two settings. */
export const pathName = "path";

/** Each trait by itself at each level, the others at 0. */
export const dosesOfTraits = (traits: readonly string[], levels: readonly number[]): Dose[] =>
  traits.flatMap((trait) => levels.map((at) => ({ along: trait, at, z: { [trait]: at } })));

/** Even steps from one setting to another: z = (1 - share) from + share to, and so are the keys and values, which are affine in z. */
export function dosesBetween(from: TraitScores, to: TraitScores, steps: number): Dose[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return Array.from({ length: steps }, (_, i) => {
    const at = i / (steps - 1);
    const z = names.map((name) => [name, (1 - at) * (from[name] ?? 0) + at * (to[name] ?? 0)]);
    return { along: pathName, at, z: Object.fromEntries(z) };
  });
}

/** What tells settings apart: the scores that are not 0. */
export function doseKey({ z }: Pick<Dose, "z">): string {
  const parts = Object.entries(z).flatMap(([name, score]) => (score === 0 ? [] : [`${name}=${score}`]));
  return parts.length === 0 ? "0" : parts.sort().join(",");
}
