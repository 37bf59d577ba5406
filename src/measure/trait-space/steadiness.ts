import { cosine } from "../../model/directions/vectors.ts";
import { quantile } from "../statistics/estimate.ts";
import { principalComponents } from "./components.ts";
import type { SpaceFindings } from "./findings.ts";
import { sorted } from "./summary.ts";

/** Components that are looked at, and draws that are looked for them in. */
const most = { components: 4, draws: 200 };

/**
 * How much of each component is there again when questions are drawn anew: |cosine| of the vectors' places along it, as they are and drawn;
 * near 1 it is the same component, near 0 another has taken its place.
 */
export function steadinessOf(
  cosines: readonly (readonly number[])[],
  resampled: readonly number[][][],
): SpaceFindings["steadiness"] {
  const own = principalComponents(cosines).scores.slice(0, most.components);
  const drawn = resampled
    .slice(0, most.draws)
    .filter((matrix) => !matrix.flat().some(Number.isNaN))
    .map((matrix) => principalComponents(matrix).scores);
  return own.map((scores, k) => {
    const agreement = sorted(drawn.map((other) => Math.abs(cosine(scores, other[k]!))));
    if (agreement.length === 0) return { median: 0, low: 0 };
    return { median: quantile(agreement, 0.5), low: quantile(agreement, 0.025) };
  });
}
