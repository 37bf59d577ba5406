import type { VectorSweep } from "./findings.ts";

/** The point of a sweep that lies at a place. */
export const pointAt = ({ points }: Pick<VectorSweep, "points">, at: { layer: number; strength: number }) =>
  points.find(({ layer, strength }) => layer === at.layer && strength === at.strength)!;

/** Why a sweep has no best point, in one sentence with the best there was; undefined where it has one. */
export function whyNone({
  points,
  zero,
  floor,
  best,
}: Pick<VectorSweep, "points" | "zero" | "floor" | "best">): string | undefined {
  if (best !== null) return undefined;
  const scored = points.filter(({ trait }) => trait !== null);
  if (scored.length === 0)
    return "No point could be scored: the scorer could not tell the trait in half of the answers anywhere.";
  const most = [...scored].sort((a, b) => (b.coherence?.value ?? 0) - (a.coherence?.value ?? 0))[0]!;
  const own = zero.coherence === null ? "" : ` (unsteered it is ${zero.coherence.value.toFixed(0)})`;
  return (
    `Coherence never reaches the floor of ${floor}${own}: the best there was is ${(most.coherence?.value ?? 0).toFixed(0)}, at layer ${most.layer} and ` +
    `strength ${most.strength}, with a trait score of ${most.trait!.value.toFixed(0)}; sweep lower --strengths, or take a lower --floor.`
  );
}

/** What would make a sweep worth less than it looks, one sentence each. */
export function sweepWarnings(sweep: Omit<VectorSweep, "warnings">): string[] {
  const { best, fresh, floor, scorer, strengths, points, questions } = sweep;
  const warnings: string[] = [];
  if (floor === null)
    warnings.push(
      "Nobody says how coherent the answers are, so the strongest push may win with broken language: name a --coherence.",
    );
  if (scorer.coherenceBy.startsWith("fluency"))
    warnings.push(
      "Coherence is fluency: how probable the unsteered model finds the answers. What a trait itself makes improbable lowers it too, and it does not see loops.",
    );
  if (questions < 5) warnings.push(`The points were chosen by ${questions} questions only: their intervals are wide.`);
  if (best === null) return warnings;
  if (Math.abs(best.strength) === Math.max(...strengths.map(Math.abs)))
    warnings.push("The best point has the largest strength that was tried: there may be a better one beyond.");
  if (fresh === null)
    warnings.push(
      "No question was left to try the best point on: its figures are those it was chosen by, and too good.",
    );
  else {
    if (fresh.gain === null || fresh.gain.low === null || fresh.gain.low <= 0)
      warnings.push(
        "On fresh questions the best point does not show more of the trait than no steering, beyond chance.",
      );
    if (fresh.random && (fresh.random.over.low ?? 0) <= 0)
      warnings.push(
        "On fresh questions the best point does not show more of the trait than random directions of the same length, beyond chance.",
      );
    if (floor !== null && fresh.best.coherence !== null && fresh.best.coherence.value < floor)
      warnings.push(
        `On fresh questions coherence at the best point is ${fresh.best.coherence.value.toFixed(0)}, below the floor of ${floor}.`,
      );
  }
  const unscored = points.reduce((sum, point) => sum + point.unscored, 0);
  if (unscored > 0.1 * points.length * questions)
    warnings.push(`The scorer could not score ${unscored} of ${points.length * questions} answers.`);
  return warnings;
}
