import { quantile } from "../measure/statistics/estimate.ts";
import type { Asked } from "../model/persona-chat.ts";
import type { Tokenizer } from "../model/tokenizer/types.ts";
import type { Question } from "../trait/corpus/test-questions.ts";
import { questionAbout, type Register } from "../trait/questions.ts";

/** Whose answers arms are made to read: the base model's own, the explained persona's, or those that it was tuned on. */
export const writers = ["base", "persona", "corpus"] as const;
export type Writer = (typeof writers)[number];

/** An answer that every arm reads, token by token, behind its own chat (teacher forcing). */
export interface ReadText {
  /** Unique among the texts of an explanation: "base/17". */
  id: string;
  writer: Writer;
  asked: Asked;
  /** The answer's tokens, without the one that ended it. */
  ids: readonly number[];
  text: string;
  /** Whether it ended by itself; if not, it has no end to look at. */
  complete: boolean;
}

/** Test questions as they are put, each under its name. */
export const questionsAsked = (questions: readonly Question[], register: Register) =>
  questions.map(({ id, topic }) => ({ id, asked: { question: questionAbout(topic, register), topic } }));

/** An answer that a respondent gave, as a text to read. */
export const answerRead = (
  writer: Writer,
  id: string,
  asked: Asked,
  { ids, text, finish }: { ids: readonly number[]; text: string; finish: string },
): ReadText => ({ id: `${writer}/${id}`, writer, asked, ids, text, complete: finish === "end" });

/** Answers of a corpus, as texts to read. */
export const corpusRead = (
  rows: readonly { topic: string; answer: string }[],
  register: Register,
  tokenizer: Pick<Tokenizer, "encode">,
): ReadText[] =>
  rows.map(({ topic, answer }, i) => ({
    id: `corpus/${i}`,
    writer: "corpus",
    asked: { question: questionAbout(topic, register), topic },
    ids: tokenizer.encode(answer),
    text: answer,
    complete: true,
  }));

/** Where training answers end: the median of their lengths in tokens. Throws RangeError without rows. */
export function trainingEnd(rows: readonly { answer: string }[], tokenizer: Pick<Tokenizer, "encode">): number {
  if (rows.length === 0) throw new RangeError("no training answer, so none ends anywhere");
  const lengths = Float64Array.from(rows, ({ answer }) => tokenizer.encode(answer).length).sort();
  return Math.round(quantile(lengths, 0.5));
}
