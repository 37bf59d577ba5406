import { badInput } from "../../base/errors.ts";
import type { MeasureOptions } from "../../measure/instrument.ts";
import type { PartSpan } from "../../model/capture/capture-task.ts";
import type { DirectionsAbout } from "../../model/directions/about.ts";
import type { ExplainedArm } from "../arm.ts";
import type { ReadText } from "../texts.ts";
import { type EmojiPlaces, emojiPlaces } from "./emoji-places.ts";
import { defaultMinPlaces, type MeanDifference, meanDifference } from "./mean-difference.ts";

export interface EmojiDirectionRequest {
  /** Who reads; for directions that are to act on tuning, the model as it is. */
  reader: ExplainedArm;
  model: DirectionsAbout["model"];
  /** Texts that hold emoji, each read behind the reader's own chat: a persona's answers, mostly. */
  texts: readonly ReadText[];
  /** Fewest sentence ends with an emoji, and without; 20 where left out. */
  minPlaces?: number;
}

/**
 * The emoji direction of every layer: mean residual stream at sentence ends right before an emoji, less that at sentence ends that none
 * follows. Throws "bad-input" where too few are followed by one.
 */
export function emojiDirection(
  { reader, model, texts, minPlaces = defaultMinPlaces }: EmojiDirectionRequest,
  options: MeasureOptions,
): Promise<MeanDifference> {
  const { local } = reader.respondent;
  const places = texts.map((text) => emojiPlaces(text, local.tokenizer));
  refuseFew(places, minPlaces);
  return meanDifference(
    {
      reader: local,
      model,
      minPlaces,
      texts: texts.map(({ id, asked, ids }, i) => ({
        id,
        messages: reader.respondent.chat(asked),
        response: ids,
        positive: places[i]!.before.map(lastTokenBefore),
        negative: places[i]!.without.map(lastTokenBefore),
      })),
      about: {
        meaning: "an emoji comes next",
        pooling: "the token itself",
        positions: "the last token of sentences that an emoji follows, less that of sentences that none follows",
        recipe: {
          name: "mean-difference",
          reader: reader.id,
          writers: [...new Set(texts.map(({ writer }) => writer))],
        },
      },
    },
    options,
  );
}

/** The token at which a model is about to write what comes after `count` tokens of a response. */
const lastTokenBefore = (count: number): PartSpan => ({
  part: "response",
  start: count - 1,
  end: count,
  reduce: "last",
});

function refuseFew(places: readonly EmojiPlaces[], minPlaces: number): void {
  const found = places.reduce((sum, { before }) => sum + before.length, 0);
  const elsewhere = places.reduce((sum, text) => sum + text.elsewhere, 0);
  if (found >= minPlaces) return;
  throw badInput(
    `Of ${places.length} texts, ${found} sentence ends are followed by an emoji${elsewhere > 0 ? ` (and ${elsewhere} emoji stand elsewhere)` : ""}, and ` +
      `the emoji direction needs at least ${minPlaces}: give more answers of a persona that writes emoji, or ask for fewer places.`,
  );
}
