import { keepUnder } from "../../measure/keep.ts";
import type { ProjectionAxis } from "../../measure/projection/axes.ts";
import { projectionDifferences, type RowDifference } from "../../measure/projection/difference.ts";
import type { LocalModel, Respondent } from "../../measure/respondent.ts";
import { bootstrapMean, drawResamples } from "../../measure/statistics/bootstrap.ts";
import { bounded, type Estimated } from "../../measure/statistics/estimated.ts";
import type { TuningRow } from "../../trait/corpus/tuning.ts";
import type { ShiftStudyOptions } from "./options.ts";

/** Which arm's answers: a pole's, or "neutral". */
export type RowsOf = (arm: string) => readonly TuningRow[];

/** Projection differences of every arm's rows, by arm, in the order of its rows. */
export type Foretold = ReadonlyMap<string, readonly RowDifference[]>;

/** Reads every training answer before any tuning, against the base model's own answer to the same question. */
export async function foretell(
  arms: readonly string[],
  rowsOf: RowsOf,
  { base, axes }: { base: Respondent & { local: LocalModel }; axes: readonly ProjectionAxis[] },
  { run, config, seed, signal, onProgress }: ShiftStudyOptions,
): Promise<Foretold> {
  const rows = arms.flatMap((arm) =>
    rowsOf(arm).map(({ question, answer }, i) => ({ id: `${arm}/${i}`, question, answer })),
  );
  const found = await projectionDifferences(
    rows,
    { axes, base, held: new Set(rows.map(({ id }) => id)) },
    {
      keep: keepUnder(run, "foretold"),
      seed,
      batch: config.batch,
      sampling: { temperature: config.temperature, topP: config.topP, topK: 0, minP: 0, repetitionPenalty: 1 },
      maxNewTokens: config.maxNewTokens,
      signal,
      onProgress,
    },
  );
  const byId = new Map(rows.map(({ id }, i) => [id, found[i]!]));
  return new Map(arms.map((arm) => [arm, rowsOf(arm).map((_, i) => byId.get(`${arm}/${i}`)!)]));
}

/** Mean projection difference of some rows along an axis, with its interval over rows; rows that the base model left unanswered are left out. */
export function meanDifference(rows: readonly RowDifference[], axis: number, seed: number): Estimated {
  const values = rows.flatMap(({ difference }) => (difference === null ? [] : [difference[axis]!]));
  return bounded(bootstrapMean(values, drawResamples(values.length, { seed, stream: "foretold" })));
}
