import type { ChatMessage } from "../../model/tokenizer/types.ts";
import { type Keep, keepUnder } from "../keep.ts";
import type { LocalModel, WorkOptions } from "../respondent.ts";
import { pearson, spearman } from "../statistics/correlation.ts";
import { bounded, type Estimated, scaledBy } from "../statistics/estimated.ts";
import { mean, variance } from "../statistics/moments.ts";
import { pairedDifference } from "../statistics/paired.ts";
import type { ProjectionAxis } from "./axes.ts";
import type { Correlations } from "./correlate.ts";
import { projectTexts } from "./project-texts.ts";

/** How far a model has moved along an axis: on each question's prompt, the tuned model's projection less the base's. */
export interface Shift {
  /** In the residual stream's own units; n = questions. */
  raw: Estimated;
  /** In standard deviations of the base model's projections over the same prompts; null where these do not differ. */
  deviations: Estimated | null;
  /** In units of the layer's median norm; null where the vector's file does not say it. */
  norms: Estimated | null;
}

/**
 * Finetuning shift along a unit vector v (METHODS 4): (mean_x h_tuned(x) - mean_x h_base(x)) . v at the prompt's last token, paired by question;
 * interval by bootstrap over questions.
 *
 * @param base projections of the questions under the base model
 * @param tuned of the same questions under the tuned one
 */
export function shiftOf(
  base: readonly number[],
  tuned: readonly number[],
  { medianNorm, seed }: Pick<ProjectionAxis, "medianNorm"> & { seed: number },
): Shift {
  const raw = bounded(pairedDifference(tuned, base, { seed, stream: "shift" }));
  const deviation = base.length > 1 ? Math.sqrt(variance(base)) : 0;
  return {
    raw,
    deviations: deviation > 0 ? scaledBy(raw, 1 / deviation) : null,
    norms: medianNorm === null ? null : scaledBy(raw, 1 / medianNorm),
  };
}

/** Who has moved, or has not, and how it is asked. */
export interface ShiftSubject {
  /** Names its items in a run. */
  id: string;
  local: Pick<LocalModel, "engine" | "spec">;
  /** The prompts, one a question, the same questions in the same order for all subjects. */
  prompts: readonly (readonly ChatMessage[])[];
}

export interface ShiftRequest {
  axes: readonly ProjectionAxis[];
  base: ShiftSubject;
  /** Ids are unlike each other. */
  tuned: readonly ShiftSubject[];
}

/** A subject's shift along each axis, in the order of the axes. */
export interface SubjectShift {
  id: string;
  shifts: Shift[];
}

/** What shifts are told against: the base model's projections of the prompts, by axis. */
export interface MeasuredShifts {
  base: { mean: number; deviation: number; n: number }[];
  subjects: SubjectShift[];
}

/** Measures the shift of each subject along each axis; projections are kept, those of the base once for all. */
export async function measureShifts(
  { axes, base, tuned }: ShiftRequest,
  { keep, seed, signal, onProgress }: WorkOptions & { keep: Keep },
): Promise<MeasuredShifts> {
  const lastTokens = async ({ id, local, prompts }: ShiftSubject) => {
    const texts = prompts.map((messages, i) => ({ id: `q${i}`, messages }));
    const options = { keep: keepUnder(keep, "prompts"), group: id, phase: `read prompts, ${id}`, signal, onProgress };
    const projections = await projectTexts(local, axes, texts, options);
    return axes.map((_, axis) => projections.map(({ promptLast }) => promptLast![axis]!));
  };
  const before = await lastTokens(base);
  const subjects: SubjectShift[] = [];
  for (const subject of tuned) {
    const after = await lastTokens(subject);
    const shifts = axes.map(({ medianNorm }, axis) => shiftOf(before[axis]!, after[axis]!, { medianNorm, seed }));
    subjects.push({ id: subject.id, shifts });
  }
  const summary = (values: readonly number[]) => ({
    mean: mean(values),
    deviation: values.length > 1 ? Math.sqrt(variance(values)) : 0,
    n: values.length,
  });
  return { base: before.map(summary), subjects };
}

/** How well shifts say which subject shows the trait most: correlation with their trait scores, n = subjects. */
export function shiftAgainstScores(shifts: readonly Shift[], scores: readonly (number | null)[]): Correlations {
  const values = shifts.map(({ raw }) => raw.value);
  return { pearson: pearson(values, scores), spearman: spearman(values, scores) };
}
