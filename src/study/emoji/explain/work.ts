import type { EmojiConfig } from "../config.ts";
import { type ExplanationPart, seedsFor } from "./parts.ts";

/** What the second half takes, in whole answers: read by one arm, written, and tunings beyond the study's own. */
export interface ExplanationWork {
  answersRead: number;
  /** The same reading in passes over one answer each. */
  passes: number;
  answersWritten: number;
  tunings: number;
}

/**
 * Passes over an answer that reading it once takes, measured on SmolLM2: `tokens` follows the beginnings of emoji at every place, and variants
 * that `ablate` reads side by side are one up to the layer that they edit. Of the other parts one is assumed.
 */
const passesOf: Partial<Record<ExplanationPart, number>> = { tokens: 1.4, ablate: 0.4 };

/** Counts of {@link explainStudy}'s parts, from their settings. */
export function explanationWork(config: EmojiConfig, model: { layers: number; rank: number }): ExplanationWork {
  const { questions, seeds, explain } = config;
  const texts = 3 * questions;
  const interventions = 80 + 2 * (model.layers + 9 + Math.ceil(Math.log2(model.rank))) + model.layers + 70;
  const fluent = Math.min(20, questions);
  const of: Record<ExplanationPart, { read: number; written?: number; tunings?: number }> = {
    tokens: { read: 6 * texts },
    forecast: { read: 100 * (config.traits.length + 1) },
    icl: { read: 3 * 30, written: 3 * 2 * 8 * 6 },
    layers: { read: 3 * texts },
    neurons: { read: 7 * texts },
    ablate: { read: interventions * (questions + 40 + fluent), written: 14 * questions },
    guarded: { read: 9 * (questions + 120), written: 9 * questions, tunings: 7 },
  };
  const sum = (count: (part: ExplanationPart) => number) => explain.reduce((total, part) => total + count(part), 0);
  return {
    answersRead: sum((part) => of[part].read),
    passes: sum((part) => of[part].read * (passesOf[part] ?? 1)),
    answersWritten: sum((part) => of[part].written ?? 0),
    tunings: sum((part) => of[part].tunings ?? 0) + 2 * (seedsFor(explain, seeds) - seeds),
  };
}
