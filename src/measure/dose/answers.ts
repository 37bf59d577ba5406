import { personaChat } from "../../model/persona-chat.ts";
import type { Question } from "../../trait/corpus/test-questions.ts";
import { questionAbout, type Register } from "../../trait/questions.ts";
import { askQuestions } from "../answers.ts";
import { readingsOf } from "../classifier/instrument.ts";
import type { TextReader } from "../classifier/reader.ts";
import { recordEmoji } from "../emoji/record.ts";
import { engineRespondent } from "../engine-respondent.ts";
import type { MeasureOptions } from "../instrument.ts";
import { keepUnder } from "../keep.ts";
import type { LocalModel, ReplyOptions } from "../respondent.ts";
import type { ScorePart } from "../trait-score/part.ts";
import { type Dose, doseKey } from "./doses.ts";

/** How answers at each dose are asked for, and who reads them. */
export interface DoseQuestions extends Pick<ReplyOptions, "sampling" | "maxNewTokens"> {
  questions: readonly Question[];
  register: Register;
  reader: TextReader;
  fluency: ScorePart;
}

/** What was found in the answers at one setting, question by question; null where an answer is empty. */
export interface DosedAnswers {
  texts: string[];
  /** [questions, five traits] */
  scores: (number[] | null)[];
  /** Whether it has an emoji. */
  emoji: number[];
  /** 0 to 100. */
  fluency: (number | null)[];
}

/**
 * Has the questions answered at every dose, each once, all doses side by side; the same question draws the same random numbers at all of
 * them. Gives back what was found by {@link doseKey}.
 */
export async function dosedAnswers(
  name: string,
  model: LocalModel,
  doses: readonly Dose[],
  { questions, register, sampling, maxNewTokens, reader, fluency }: DoseQuestions,
  { keep, ...work }: MeasureOptions,
): Promise<Map<string, DosedAnswers>> {
  const settings = new Map(doses.map((dose) => [doseKey(dose), dose.z]));
  const asked = [...settings].flatMap(([key, z]) =>
    questions.map(({ id, topic }) => ({ id: `${key}/${id}`, own: id, z, question: questionAbout(topic, register) })),
  );
  const byId = new Map(asked.map((each) => [each.id, each]));
  const respondent = engineRespondent(name, model, {}, (id) => {
    const { own, z } = byId.get(id)!;
    return { z, stream: `sample/${own}` };
  });
  const chats = asked.map(({ id, question }) => ({ id, messages: personaChat({}, { question }) }));
  const replies = await askQuestions(respondent, chats, { ...work, keep, sampling, maxNewTokens });
  const texts = asked.map(({ id, question }, i) => ({ id, question, text: replies[i]!.text }));
  const readings = await readingsOf(reader, model.engine, texts, { ...work, keep });
  const answers = texts.map(({ id, question, text }) => ({ id, question, answer: text }));
  const fluent = await fluency.score(answers, { ...work, keep: keepUnder(keep, "fluency") });
  const part = <T>(values: readonly T[], i: number) => values.slice(i * questions.length, (i + 1) * questions.length);
  return new Map(
    [...settings.keys()].map((key, i) => [
      key,
      {
        texts: part(texts, i).map(({ text }) => text),
        scores: part(readings, i).map((reading) => reading?.poles ?? null),
        emoji: part(texts, i).map(({ text }) => (recordEmoji({ text }).emoji.length > 0 ? 1 : 0)),
        fluency: part(fluent, i),
      },
    ]),
  );
}
