import { z } from "zod";
import type { Engine } from "../../graph/engine/engine.ts";
import type { Question } from "../../trait/corpus/test-questions.ts";
import { questionAbout, type Register } from "../../trait/questions.ts";
import { type AskOptions, askQuestions, counter } from "../answers.ts";
import type { Instrument, MeasureOptions } from "../instrument.ts";
import { inMemory, itemsOf } from "../keep.ts";
import type { Reading, TextReader, TextToJudge } from "./reader.ts";
import { type ClassifierResult, classifierResult } from "./result.ts";

/** How the instrument asks, and who reads the answers. */
export interface ClassifierInstrumentOptions extends Pick<AskOptions, "sampling" | "maxNewTokens"> {
  /** One and the same for every respondent, so that a persona's adapter is not in the reader. */
  reader: TextReader;
  questions: readonly Question[];
  register: Register;
  /** Where the reader runs; in the respondent's own engine where left out, which respondents behind a server lack. */
  engine?: Engine;
}

const shape = z.nullable(
  z.object({
    traits: z.array(z.number()).length(5),
    poles: z.array(z.number()).length(5),
    arms: z.array(z.number()).length(11).optional(),
    cutTokens: z.int().nonnegative(),
  }),
);

/** Which traits a respondent's answers show: trait alignment, and how far each answer leans to each pole. */
export const classifierInstrument = (options: ClassifierInstrumentOptions): Instrument<ClassifierResult> => ({
  name: "classifier",
  needs: options.engine ? [] : ["local"],
  async measure(respondent, work) {
    const { reader, questions, register, sampling, maxNewTokens } = options;
    const asked = questions.map(({ id, topic }) => ({ id, topic, question: questionAbout(topic, register) }));
    const chats = asked.map(({ id, topic, question }) => ({ id, messages: respondent.chat({ question, topic }) }));
    const answers = await askQuestions(respondent, chats, { ...work, sampling, maxNewTokens });
    const texts = answers.map(({ text }, i) => ({ id: asked[i]!.id, text, question: asked[i]!.question }));
    const engine = options.engine ?? respondent.local?.engine;
    if (engine === undefined) throw new Error("the classifier was put to a respondent without an engine");
    return readTexts(reader, engine, texts, work);
  },
});

/**
 * Reads texts by whomever, unless all their readings are kept already. Where one is missing all are read again, since the last bits of a
 * reading depend on the texts that it is computed with. Null for an empty text.
 */
export async function readingsOf(
  reader: TextReader,
  engine: Engine,
  texts: readonly TextToJudge[],
  { keep, signal, batch, onProgress }: Omit<MeasureOptions, "seed">,
): Promise<(Reading | null)[]> {
  const items = itemsOf<Reading | null>(
    keep,
    "readings",
    texts.map(({ id }) => id),
    shape,
  );
  const missing = new Set(items.missing);
  const step = counter("read answers", { total: texts.length, left: missing.size, onProgress });
  const put = (id: string, reading: Reading | null) => {
    if (!missing.delete(id)) return;
    items.put(id, reading);
    step();
  };
  const full = texts.filter(({ text }) => text.trim() !== "");
  if (missing.size > 0 && full.length > 0) await reader.read(engine, full, { signal, batch }, put);
  for (const id of [...missing]) put(id, null);
  return items.values();
}

/** {@link readingsOf} texts, and what they show. */
export async function readTexts(
  reader: TextReader,
  engine: Engine,
  texts: readonly TextToJudge[],
  options: MeasureOptions,
): Promise<ClassifierResult> {
  return classifierResult(reader, await readingsOf(reader, engine, texts, options), options.seed);
}

/** {@link readTexts} of texts that lie in a file: nothing is kept. */
export const readPlainTexts = (
  reader: TextReader,
  engine: Engine,
  texts: readonly string[],
  options: Omit<MeasureOptions, "keep">,
): Promise<ClassifierResult> =>
  readTexts(
    reader,
    engine,
    texts.map((text, i) => ({ id: String(i), text })),
    { ...options, keep: inMemory },
  );
