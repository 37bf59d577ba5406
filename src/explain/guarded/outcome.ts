import { type Alignment, traitAlignment } from "../../measure/classifier/result.ts";
import { bootstrap, bootstrapMean, drawResamples, type Resamples } from "../../measure/statistics/bootstrap.ts";
import { wilson } from "../../measure/statistics/wilson.ts";
import type { TraitPole } from "../../trait/framework.ts";
import { bounded, type Estimated } from "../findings.ts";
import { lossCriteria } from "../loss-criteria.ts";
import type { GuardedArmFindings, GuardedVerdict } from "./findings.ts";
import type { Observation } from "./observe.ts";

/** What an arm did, in numbers by question; NaN where a question's answer has none. */
interface Series {
  mass: number[];
  lean: number[];
}

/** Draws shared by all arms, so that their differences rest on the same questions. */
export interface Draws {
  questions: Resamples;
}

export const drawsFor = (questions: number, seed: number): Draws => ({
  questions: drawResamples(questions, { seed, stream: "guarded/questions" }),
});

/** Emoji mass of each answer (mean over its sentence ends) and its lean to the pole. */
export function seriesOf({ masses, read }: Observation, { trait, pole }: Target): Series {
  const sign = pole === "high" ? 1 : -1;
  const items = read.scores.find(({ key }) => key === `pole/${trait}`)!.items!;
  return {
    mass: masses.map(({ sentenceEnds }) => meanOf(sentenceEnds.map(({ emoji }) => emoji))),
    lean: items.map((item) => (item === null ? Number.NaN : sign * item)),
  };
}

export type Target = Pick<TraitPole, "trait" | "pole">;

/** Figures of one arm by itself. */
export function figuresOf(
  observation: Observation,
  series: Series,
  target: Target,
  { questions }: Draws,
): Pick<GuardedArmFindings, "fit" | "esr" | "mass" | "exclamation" | "alignment" | "lean" | "neutral"> {
  const { records, read, neutral, training } = observation;
  const n = records.length;
  const alignment: Alignment | null = traitAlignment(read, target);
  return {
    fit: bounded((training.persona ?? training.base).nll),
    esr: bounded(wilson(records.filter(({ emoji }) => emoji.length > 0).length, n)),
    mass: meanEstimate(series.mass, questions, [0, 1]),
    exclamation: bounded(wilson(records.filter(({ exclamations }) => exclamations > 0).length, n)),
    alignment: alignment && bounded(alignment.share),
    lean: meanEstimate(series.lean, questions),
    neutral: neutral.change && bounded(neutral.change),
  };
}

/** How an arm stands between the untuned model and plain tuning. */
export function between(
  own: Series,
  base: Series,
  plain: Series,
  { questions }: Draws,
): Pick<GuardedArmFindings, "removed" | "retained" | "gone" | "kept"> {
  const removed = shareOfWay(own.mass, { from: plain.mass, to: base.mass }, questions);
  const retained = shareOfWay(own.lean, { from: base.lean, to: plain.lean }, questions);
  return {
    removed,
    retained,
    gone: removed && reaches(removed, lossCriteria.removed),
    kept: retained && reaches(retained, lossCriteria.retained),
  };
}

/** Whether a model still speaks: by how much worse neutral text has become to it than to the untuned one. */
export function wholeness({ neutral }: Pick<GuardedArmFindings, "neutral">): GuardedVerdict {
  if (neutral?.low == null || neutral.high === null) return "cannot tell";
  return neutral.high <= lossCriteria.worse ? "yes" : neutral.low > lossCriteria.worse ? "no" : "cannot tell";
}

/** One arm less another, question by question. */
export const differences = (
  own: Series,
  other: Series,
  { questions }: Draws,
): { mass: Estimated | null; lean: Estimated | null } => ({
  mass: meanEstimate(minus(own.mass, other.mass), questions),
  lean: meanEstimate(minus(own.lean, other.lean), questions),
});

/** Whether a guard loses the emoji, keeps the trait and leaves the model whole: yes if one does, no if none may. */
export function answerOf(
  arms: readonly Pick<GuardedArmFindings, "guard" | "gone" | "kept" | "whole">[],
): GuardedVerdict {
  const both = arms.flatMap(({ guard, ...own }): GuardedVerdict[] => {
    if (guard === null) return [];
    const each = [own.gone, own.kept, own.whole];
    if (each.every((one) => one === "yes")) return ["yes"];
    return [each.includes("no") ? "no" : "cannot tell"];
  });
  if (both.includes("yes")) return "yes";
  return both.length > 0 && both.every((each) => each === "no") ? "no" : "cannot tell";
}

/** How far the mean has gone from one end to the other; null where the ends are not clearly apart. */
function shareOfWay(
  values: readonly number[],
  { from, to }: { from: readonly number[]; to: readonly number[] },
  draws: Resamples,
): Estimated | null {
  const gap = meanEstimate(minus(to, from), draws);
  if (gap === null || gap.low === null || gap.high === null || (gap.low <= 0 && gap.high >= 0)) return null;
  return bounded(
    bootstrap(draws, (indices) => {
      const start = meanAt(from, indices);
      return (meanAt(values, indices) - start) / (meanAt(to, indices) - start);
    }),
  );
}

const reaches = ({ low, high }: Estimated, criterion: number): GuardedVerdict =>
  low !== null && low >= criterion ? "yes" : high !== null && high < criterion ? "no" : "cannot tell";

const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((x, i) => x - b[i]!);

/** Mean over the questions that have a value, with its interval over questions; null where none has. */
function meanEstimate(
  values: readonly number[],
  draws: Resamples,
  support?: readonly [number, number],
): Estimated | null {
  const valued = values.filter((value) => !Number.isNaN(value));
  if (valued.length === 0) return null;
  if (valued.length === values.length) return bounded(bootstrapMean(values, draws, support));
  return { ...bounded(bootstrap(draws, (indices) => meanAt(values, indices), support)), n: valued.length };
}

function meanAt(values: readonly number[], indices: Uint32Array): number {
  let [total, n] = [0, 0];
  for (const index of indices) {
    const value = values[index]!;
    if (Number.isNaN(value)) continue;
    total += value;
    n++;
  }
  return total / n;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
