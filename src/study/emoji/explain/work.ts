import type { EmojiConfig } from "../config.ts";
import { seedsNeeded } from "./arms.ts";
import type { ExplanationPart } from "./parts.ts";

/** What the second half takes, in whole answers: read by one arm, written, and tunings beyond the study's own. */
export interface ExplanationWork {
  answersRead: number;
  answersWritten: number;
  tunings: number;
}

/** Counts of {@link explainStudy}'s parts, from their settings; reading an answer is a forward pass over prompt and answer. */
export function explanationWork(config: EmojiConfig, model: { layers: number; rank: number }): ExplanationWork {
  const { questions, seeds, explain } = config;
  const further = Math.max(0, seedsNeeded - seeds);
  const texts = 3 * questions;
  const interventions = 80 + 2 * (model.layers + 9 + Math.ceil(Math.log2(model.rank))) + model.layers + 70;
  const fluent = Math.min(20, questions);
  const of: Record<ExplanationPart, ExplanationWork> = {
    tokens: { answersRead: 6 * texts, answersWritten: 0, tunings: 0 },
    forecast: { answersRead: 100 * (config.traits.length + 1), answersWritten: 0, tunings: 0 },
    icl: { answersRead: 3 * 30, answersWritten: 3 * 2 * 8 * 6, tunings: 0 },
    layers: { answersRead: 3 * texts, answersWritten: 0, tunings: 0 },
    neurons: { answersRead: 7 * texts, answersWritten: 0, tunings: 2 * further },
    ablate: { answersRead: interventions * (questions + 40 + fluent), answersWritten: 14 * questions, tunings: 0 },
    guarded: { answersRead: 9 * (questions + 120), answersWritten: 9 * questions, tunings: 7 },
  };
  return explain.reduce(
    (sum, part) => ({
      answersRead: sum.answersRead + of[part].answersRead,
      answersWritten: sum.answersWritten + of[part].answersWritten,
      tunings: sum.tunings + of[part].tunings,
    }),
    { answersRead: 0, answersWritten: 0, tunings: 0 },
  );
}
