import type { PointFigures, SweepPoint } from "./findings.ts";
import type { SteeringPoint } from "./grid.ts";

/** Whether a point's answers hold together well enough; nobody's word on coherence lets all pass. */
const coherentFrom =
  (floor: number | null) =>
  ({ trait, coherence }: Pick<PointFigures, "trait" | "coherence">): boolean =>
    trait !== null && (floor === null || (coherence !== null && coherence.value >= floor));

/** The point where the trait shows most (`sign` 1) or least (-1) among those at or above the floor; of equals the gentler one. */
export function chosenPoint(points: readonly SweepPoint[], floor: number | null, sign: 1 | -1): SteeringPoint | null {
  const eligible = points.filter(coherentFrom(floor));
  if (eligible.length === 0) return null;
  const better = (a: SweepPoint, b: SweepPoint) =>
    sign * (b.trait!.value - a.trait!.value) || Math.abs(a.strength) - Math.abs(b.strength) || a.layer - b.layer;
  const { layer, strength } = [...eligible].sort(better)[0]!;
  return { layer, strength };
}
