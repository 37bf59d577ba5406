import type { SteeringKind } from "../../model/steering/record.ts";
import { quantile } from "../statistics/estimate.ts";

/** Mean projections of answers on one layer's unit vector: of the model as it is, and in the trait's voice. */
export interface Calibration {
  neutral: readonly number[];
  persona: readonly number[];
}

/** The kinds of steering that need a bound. */
export type BoundedKind = Exclude<SteeringKind, "add" | "ablate">;

/** Which percentile bounds what, unless asked otherwise: a floor on v is a ceiling on -v, so they mirror each other. */
export const usualPercentile = { floor: 25, ceiling: 75 } as const;

/**
 * The bound of one layer. `floor` and `ceiling`: a percentile of neutral and in-persona projections together, the tau of activation capping
 * (arXiv 2601.10387). `mean-ablate`: the mean of the neutral ones.
 */
export function boundOf(kind: BoundedKind, { neutral, persona }: Calibration, percentile?: number): number {
  if (kind === "mean-ablate") return neutral.reduce((sum, x) => sum + x, 0) / neutral.length;
  const all = Float64Array.from([...neutral, ...persona]).sort();
  return quantile(all, (percentile ?? usualPercentile[kind]) / 100);
}
