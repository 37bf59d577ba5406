import { z } from "zod";
import type { MassText, ResponseMass } from "../../measure/emoji/mass-task.ts";
import { massTask } from "../../measure/emoji/mass-task.ts";
import type { MeasureOptions } from "../../measure/instrument.ts";
import { itemsOf, keepUnder } from "../../measure/keep.ts";
import { readText } from "../../model/engine/load.ts";
import { openModel } from "../../model/source.ts";
import { answerSpan } from "../../model/tokenizer/chat.ts";
import type { ExplainedArm } from "../arm.ts";

/** What a voice is tuned on. */
export interface VoiceRows {
  /** "extraversion/high", "neutral". */
  id: string;
  rows: readonly { question: string; answer: string }[];
}

/** Emoji mass of a model that reads a voice's tuning answers, by row; null where there is no such place. */
export interface VoiceReading {
  /** Mean over the answer's sentence ends. */
  sentenceEnds: (number | null)[];
  answerEnds: (number | null)[];
}

const readShape = z.object({ sentenceEnds: z.number().nullable(), answerEnd: z.number().nullable() });
type Read = z.infer<typeof readShape>;

/**
 * The emoji mass of an arm at the sentence ends and ends of each voice's tuning answers, as they stand in its chat: what it would go on
 * with if the assistant had said that. Nothing is tuned or sampled. In the order of the voices.
 */
export async function readVoices(
  { respondent }: ExplainedArm,
  voices: readonly VoiceRows[],
  { keep, signal, onProgress }: MeasureOptions,
): Promise<VoiceReading[]> {
  const { engine, spec: model } = respondent.local;
  const { tokenizer, template } = await readText(await openModel(model.path));
  const chatted = (question: string, answer: string): Omit<MassText, "id"> => {
    const messages = respondent.chat({ question });
    const { ids, answerStart, end } = answerSpan(tokenizer, template(), messages, answer);
    return { messages, ids: ids.slice(answerStart, end), text: answer, complete: true };
  };
  const kept = voices.map(({ id, rows }) =>
    itemsOf<Read>(
      keepUnder(keep, "forecast"),
      `reading/${id}`,
      rows.map((_, i) => String(i)),
      readShape,
    ),
  );
  const total = voices.reduce((sum, { rows }) => sum + rows.length, 0);
  let done = total - kept.reduce((sum, { missing }) => sum + missing.length, 0);
  const show = () => onProgress?.({ phase: "read tuning answers", done, total, unit: "answers" });
  for (const [v, { rows }] of voices.entries()) {
    const texts = kept[v]!.missing.map((id) => ({
      id,
      ...chatted(rows[Number(id)]!.question, rows[Number(id)]!.answer),
    }));
    if (texts.length === 0) continue;
    show();
    await engine.run(
      massTask,
      { model, texts },
      {
        signal,
        onEvent: ({ id, mass }) => {
          kept[v]!.put(id, { sentenceEnds: meanMass(mass), answerEnd: mass.answerEnd?.emoji ?? null });
          done++;
          show();
        },
      },
    );
  }
  return kept.map((items) => {
    const read = items.values();
    return {
      sentenceEnds: read.map(({ sentenceEnds }) => sentenceEnds),
      answerEnds: read.map(({ answerEnd }) => answerEnd),
    };
  });
}

/** Mean emoji mass over a text's sentence ends; null where it has none. */
export const meanMass = ({ sentenceEnds }: Pick<ResponseMass, "sentenceEnds">): number | null =>
  sentenceEnds.length === 0 ? null : sentenceEnds.reduce((sum, { emoji }) => sum + emoji, 0) / sentenceEnds.length;
