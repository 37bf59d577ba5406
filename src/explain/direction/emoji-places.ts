import { findEmoji } from "../../base/text/emoji.ts";
import { massPlaces } from "../../measure/emoji/mass-places.ts";
import { offsetsOf } from "../../measure/emoji/record.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { ReadText } from "../texts.ts";

/** Where an emoji could come in a text: numbers of tokens of the text before the place, ascending. */
export interface EmojiPlaces {
  /** Sentence ends behind which an emoji comes, after spaces or none. */
  before: number[];
  /** Sentence ends behind which none comes. */
  without: number[];
  /** Emoji that come neither at a sentence end nor behind an emoji that does. */
  elsewhere: number;
}

/** The sentence ends of a text, with and without an emoji. */
export function emojiPlaces(
  { text, ids, complete }: Pick<ReadText, "text" | "ids" | "complete">,
  tokenizer: Pick<Tokenizer, "bytes" | "dropsLeadingSpace">,
): EmojiPlaces {
  const offsets = offsetsOf(ids, tokenizer);
  const hits = findEmoji(text);
  const { sentenceEnds } = massPlaces(text, offsets, complete);
  const ofPlaces = new Set<number>();
  const followed = (count: number): boolean => {
    const from = offsets[count] ?? text.length;
    let end = from;
    for (const { at, length } of hits)
      if (at >= end && /^ *$/.test(text.slice(end, at))) {
        ofPlaces.add(at);
        end = at + length;
      }
    return end > from;
  };
  const before = sentenceEnds.filter(followed);
  const without = sentenceEnds.filter((count) => !before.includes(count));
  return { before, without, elsewhere: hits.filter(({ at }) => !ofPlaces.has(at)).length };
}
