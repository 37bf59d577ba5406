import type { Keep } from "../keep.ts";
import type { WorkOptions } from "../respondent.ts";

/** An answer that is to be scored. Ids are unlike each other. */
export interface AnswerToScore {
  id: string;
  question: string;
  answer: string;
}

/** What a scorer makes of one answer; null where it cannot tell. */
export interface TraitScore {
  /** How strongly it shows the trait, 0 to 100. */
  trait: number | null;
  /** How well it holds together, 0 to 100. */
  coherence: number | null;
}

export interface ScoreOptions extends WorkOptions {
  /** Nothing is kept where left out. */
  keep?: Keep;
}

/** Says how strongly answers show one trait and how coherent they are, whoever wrote them. */
export interface TraitScorer {
  /** Who says so, for reports: "judge smollm2", "trait classifier". */
  readonly name: string;
  /** Whose word coherence is: "judge smollm2", "fluency", "nobody". */
  readonly coherenceBy: string;
  /** SHA-256 of whatever decides its scores. */
  readonly sha256: string;
  /** In the order of the answers; a score does not depend on the other answers, but for the last bits of a classifier's. */
  score(answers: readonly AnswerToScore[], options: ScoreOptions): Promise<TraitScore[]>;
}
