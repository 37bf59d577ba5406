import { neutralText, type TextSetResult } from "../../measure/capability/neutral-text.ts";
import type { TextSet } from "../../measure/capability/text-sets.ts";
import { readTexts } from "../../measure/classifier/instrument.ts";
import type { TextReader } from "../../measure/classifier/reader.ts";
import type { ClassifierResult } from "../../measure/classifier/result.ts";
import { askAndWeigh } from "../../measure/emoji/ask-and-weigh.ts";
import type { ResponseMass } from "../../measure/emoji/mass-task.ts";
import { type EmojiRecord, recordEmoji } from "../../measure/emoji/record.ts";
import type { MeasureOptions } from "../../measure/instrument.ts";
import { keepUnder } from "../../measure/keep.ts";
import type { ReplyOptions } from "../../measure/respondent.ts";
import type { Asked } from "../../model/persona-chat.ts";
import type { ExplainedArm } from "../arm.ts";
import { withoutEmoji } from "../without-emoji.ts";

/** How every arm is observed. */
export interface Observing extends Pick<ReplyOptions, "sampling" | "maxNewTokens"> {
  questions: readonly { id: string; asked: Asked }[];
  reader: TextReader;
  /** Neutral texts, and the training answers. */
  neutral: TextSet;
  training: TextSet;
}

/** What one arm did; lists are in the order of the questions. */
export interface Observation {
  records: EmojiRecord[];
  masses: ResponseMass[];
  read: ClassifierResult;
  neutral: TextSetResult;
  training: TextSetResult;
}

/** Asks an arm the questions, weighs its emoji, reads its answers without them, and weighs neutral and training texts. */
export async function observe(
  { id, respondent }: ExplainedArm,
  { questions, sampling, maxNewTokens, reader, neutral, training }: Observing,
  options: MeasureOptions,
): Promise<Observation> {
  const own = {
    ...options,
    keep: keepUnder(options.keep, id),
    onProgress: (progress: Parameters<NonNullable<MeasureOptions["onProgress"]>>[0]) =>
      options.onProgress?.({ ...progress, phase: `${progress.phase}, ${id}` }),
  };
  const chats = questions.map(({ id: question, asked }) => ({ id: question, messages: respondent.chat(asked) }));
  const { responses, masses } = await askAndWeigh(respondent, chats, { ...own, sampling, maxNewTokens });
  const texts = responses.map(({ text }, i) => ({
    id: questions[i]!.id,
    text: withoutEmoji(text),
    question: questions[i]!.asked.question,
  }));
  const weighed = await neutralText([neutral, training]).measure(respondent, own);
  // Last: what reads is the untuned model, whose session takes the place of the arm's.
  const read = await readTexts(reader, respondent.local.engine, texts, own);
  const setOf = ({ name }: TextSet) => weighed.sets.find(({ set }) => set === name)!;
  return {
    records: responses.map(({ text }) => recordEmoji({ text })),
    masses,
    read,
    neutral: setOf(neutral),
    training: setOf(training),
  };
}
