import { bootstrap, drawResamples } from "../../measure/statistics/bootstrap.ts";
import { bounded } from "../../measure/statistics/estimated.ts";
import { holm } from "../../measure/statistics/holm.ts";
import { meanAt } from "../../measure/statistics/joint.ts";
import { signFlipTest } from "../../measure/statistics/sign-flip.ts";
import type { SteerContrast } from "./findings.ts";

/** Scores of one trait in one arm, by question. */
export type Column = readonly (number | null)[];

/** One column less another over the questions that both score; null where these are fewer than two. */
export function contrastOf(a: Column, b: Column, seed: number): SteerContrast | null {
  const differences = a.map((value, i) => {
    const other = b[i]!;
    return value === null || other === null ? null : value - other;
  });
  const known = differences.filter((value) => value !== null);
  if (known.length < 2) return null;
  const draws = drawResamples(differences.length, { seed, stream: "steer" });
  const difference = bounded({ ...bootstrap(draws, (at) => meanAt(differences, at)), n: known.length });
  return { difference, p: signFlipTest(known, { seed, stream: "steer" }), pHolm: null };
}

/**
 * One column against each of its rivals: the nearest of them, and the p of being above them all, which is that of the least sure of these
 * comparisons (intersection-union), 1 where it is not above one. Null without a rival that can be compared.
 */
export function overAll(
  own: Column,
  rivals: readonly (readonly [string, Column])[],
  seed: number,
): (SteerContrast & { rival: string }) | null {
  const compared = rivals.flatMap(([rival, column]) => {
    const contrast = contrastOf(own, column, seed);
    return contrast ? [{ ...contrast, rival }] : [];
  });
  if (compared.length === 0) return null;
  const nearest = compared.reduce((least, each) => (each.difference.value < least.difference.value ? each : least));
  const p = Math.max(...compared.map((each) => (each.difference.value > 0 ? each.p : 1)));
  return { ...nearest, p };
}

/** Mean of columns, question by question; null where none is known. */
export const meanColumn = (columns: readonly Column[]): Column =>
  (columns[0] ?? []).map((_, i) => {
    const known = columns.flatMap((column) => column[i] ?? []);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });

/** Corrects one family in place (Holm); those that are null are not in it. */
export function correct(family: readonly (SteerContrast | null)[]): void {
  const known = family.filter((contrast) => contrast !== null);
  holm(known.map(({ p }) => p)).forEach((corrected, i) => {
    known[i]!.pHolm = corrected;
  });
}
