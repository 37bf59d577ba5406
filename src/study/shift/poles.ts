import { shiftOf } from "../../measure/projection/shift.ts";
import { scoreAs } from "../../measure/trait-score/classified.ts";
import type { TraitPoleKey } from "../../trait/framework.ts";
import { correlationsOf } from "./correlations.ts";
import type { ShiftPole } from "./findings.ts";
import type { PoleOutcome, ShiftOutcomes } from "./outcomes.ts";
import { meanDifference } from "./predict.ts";

/** Along each pole's vector: the adapters of all poles, and of none; what was foretold, how far they moved, what they show. */
export function polesOf({ vectors, foretold, poles, basePole }: ShiftOutcomes, seed: number): ShiftPole[] {
  if (basePole === undefined) return [];
  return vectors.map(({ pole }, axis) => {
    const adapters = poles.map(({ plan, observation }) => ({
      id: plan.id,
      tuned: tunedOn(plan),
      predicted: meanDifference(foretold.get(tunedOn(plan))!, axis, seed),
      shift: shiftOf(basePole.projections[axis]!, observation.projections[axis]!, { medianNorm: null, seed }).raw,
      score: meanScore(pole, observation),
    }));
    const [predicted, shift] = [adapters.map((one) => one.predicted.value), adapters.map((one) => one.shift.value)];
    const score = adapters.map((one) => one.score);
    const own = adapters.find(({ tuned }) => tuned === pole);
    return {
      pole,
      adapters,
      shiftScore: correlationsOf(shift, score),
      predictedScore: correlationsOf(predicted, score),
      predictedShift: correlationsOf(predicted, shift),
      ownRank: own ? 1 + shift.filter((value) => value > own.shift.value).length : 0,
    };
  });
}

const tunedOn = ({ share, pole }: PoleOutcome["plan"]): string => (share === 0 ? "neutral" : pole);

function meanScore(pole: TraitPoleKey, { readings }: PoleOutcome["observation"]): number | null {
  const scores = readings.flatMap((reading) => scoreAs(pole)(reading) ?? []);
  return scores.length === 0 ? null : scores.reduce((sum, x) => sum + x, 0) / scores.length;
}
