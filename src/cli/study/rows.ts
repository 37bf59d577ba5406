import { badInput } from "../../base/errors.ts";
import type { EmojiConfig } from "../../study/emoji/config.ts";
import type { TuningPlan } from "../../study/emoji/plan.ts";
import { bundledRows, cutRows, type TuningRow } from "../../trait/corpus/tuning.ts";
import { readTuningFile } from "../../trait/corpus/user-rows.ts";

type RowsOf = (plan: Pick<TuningPlan, "arm" | "sentences">) => TuningRow[];

/** Where an arm's tuning rows come from: the bundled corpus, or the user's file for the poles that it holds. */
export function rowsFor({ data, allowEmoji, traits }: Pick<EmojiConfig, "data" | "allowEmoji" | "traits">): RowsOf {
  if (data === undefined) return ({ arm, sentences }) => bundledRows(arm, { sentences });
  const rows = readTuningFile(data, { allowEmoji });
  const of = (arm: string) =>
    rows.filter(({ trait, pole }) => arm === (pole === undefined ? trait : `${trait}/${pole}`));
  for (const wanted of [...traits, "neutral"])
    if (of(wanted).length === 0)
      throw badInput(
        wanted === "neutral"
          ? `${data} has no neutral rows, and the study needs them: the control is tuned on neutral answers to the same questions; add rows with trait "neutral".`
          : `${data} has no rows of ${wanted}; it holds ${[...new Set(rows.map(({ trait, pole }) => (pole ? `${trait}/${pole}` : trait)))].join(", ")}.`,
      );
  return ({ arm, sentences }) => cutRows(of(arm), sentences);
}
