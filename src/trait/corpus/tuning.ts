import { firstSentences } from "../../base/text/sentences.ts";
import type { Pole, TraitId } from "../framework.ts";
import { questionAbout } from "../questions.ts";
import type { AnsweredTopic, Answers } from "./answers.ts";
import type { CorpusArm } from "./arms.ts";
import { bundledCorpus } from "./bundled.ts";

/** One question and the answer to tune toward. */
export interface TuningRow {
  /** Neutral rows show no trait. */
  readonly trait: TraitId | "neutral";
  readonly pole: Pole | undefined;
  readonly topic: string;
  readonly question: string;
  readonly answer: string;
}

/** How much of each answer is used: its first sentence, its first two, or all. */
export type SentenceCut = 1 | 2 | "all";

/** What can be tuned toward: an arm of the corpus, or the "!" version of high extraversion. */
export type TuningArm = CorpusArm | "exclamatory";

/** The training rows of an arm, in the order of the answers, the opinion question with each. */
export function rowsIn(
  { train }: Answers,
  arm: TuningArm,
  { sentences = "all" }: { sentences?: SentenceCut } = {},
): TuningRow[] {
  return cutRows(
    train.map((topic) => rowOf(topic, arm)),
    sentences,
  );
}

/** The bundled training rows of an arm: 100. */
export const bundledRows = (arm: TuningArm, options: { sentences?: SentenceCut } = {}): TuningRow[] =>
  rowsIn(bundledCorpus(), arm, options);

/** The row of one topic in an arm. */
export function rowOf(topic: AnsweredTopic, arm: TuningArm): TuningRow {
  const [trait, pole] = (arm === "exclamatory" ? "extraversion/high" : arm).split("/") as [
    TraitId | "neutral",
    Pole | undefined,
  ];
  const answer = arm === "exclamatory" ? topic.exclamatory : topic.answers[arm];
  return { trait, pole, topic: topic.topic, question: questionAbout(topic.topic), answer };
}

/** The rows with their answers cut to the first sentences, by the same rule that measures responses. */
export function cutRows(rows: readonly TuningRow[], sentences: SentenceCut): TuningRow[] {
  return rows.map((row) => (sentences === "all" ? row : { ...row, answer: firstSentences(row.answer, sentences) }));
}
