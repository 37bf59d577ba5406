import { bounded, type Estimated } from "../../measure/statistics/estimated.ts";
import { pairedDifference } from "../../measure/statistics/paired.ts";
import type { TuningResult } from "../personas.ts";

/** Losses of the steps of the last epoch, with whatever guard was in force: the batches are the same for one seed, so they pair. */
export const lastEpoch = ({ curve }: Pick<TuningResult, "curve">, epochs: number): number[] =>
  curve.slice(-Math.max(1, Math.round(curve.length / epochs))).map(({ loss }) => loss);

/** Training loss over the last epoch less that of other tunings on the same rows, seed by seed; interval over steps. */
export function lossDifference(
  own: readonly TuningResult[],
  other: readonly TuningResult[],
  { epochs, seed }: { epochs: number; seed: number },
): Estimated {
  const steps = (tunings: readonly TuningResult[]) => tunings.flatMap((tuning) => lastEpoch(tuning, epochs));
  return bounded(pairedDifference(steps(own), steps(other), { seed, stream: "shift/loss" }));
}
