import type { Tokenizer } from "../../model/tokenizer/types.ts";
import { type AskOptions, askAndWeigh, type EmojiResponse } from "./ask-and-weigh.ts";
import { type EmojiFigures, emojiFigures } from "./figures.ts";
import type { ResponseMass } from "./mass-task.ts";
import { recordEmoji, tokenOffsets } from "./record.ts";

export interface MeasureEmojiOptions extends AskOptions {
  /** The model's, in this process: for token counts. */
  tokenizer: Tokenizer;
}

export interface EmojiMeasurement {
  /** In the order of the questions. */
  responses: EmojiResponse[];
  masses: ResponseMass[];
  figures: EmojiFigures;
}

/**
 * The emoji instrument on a model or persona: asks the questions, counts emoji and "!" in the responses, and weighs without
 * sampling how probable an emoji is at their sentence ends. The same options give the same responses, in whatever batches.
 */
export async function measureEmoji(options: MeasureEmojiOptions): Promise<EmojiMeasurement> {
  const { responses, masses } = await askAndWeigh(options);
  const { tokenizer, seed } = options;
  const records = responses.map(({ text, ids }) =>
    recordEmoji({
      text,
      offsets: tokenOffsets(
        ids.map((id) => tokenizer.bytes(id)),
        tokenizer.dropsLeadingSpace,
      ),
    }),
  );
  const ended = responses.map(({ finish }) => finish === "end");
  return { responses, masses, figures: emojiFigures(records, { ended, masses }, { seed }) };
}

/** The emoji instrument on texts as they are, by whomever. Throws RangeError without texts. */
export const measureEmojiInTexts = (texts: readonly string[], { seed = 0 }: { seed?: number } = {}): EmojiFigures =>
  emojiFigures(
    texts.map((text) => recordEmoji({ text })),
    {},
    { seed },
  );
