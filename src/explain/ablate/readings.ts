import { findEmoji } from "../../base/text/emoji.ts";
import { massPlaces } from "../../measure/emoji/mass-places.ts";
import { offsetsOf } from "../../measure/emoji/record.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { ReadText } from "../texts.ts";

/**
 * An answer up to its first emoji, so that none stands in the context when the next is weighed; undefined where no sentence ends before it. An
 * answer without emoji is left as it is.
 */
export function beforeEmoji(text: ReadText, tokenizer: Tokenizer): ReadText | undefined {
  const [first] = findEmoji(text.text);
  const offsets = offsetsOf(text.ids, tokenizer);
  if (!first) return hasPlace(text, offsets) ? text : undefined;
  const count = offsets.findIndex((offset) => offset >= first.at);
  const cut = {
    ...text,
    ids: text.ids.slice(0, count < 0 ? undefined : count),
    text: text.text.slice(0, first.at),
    complete: false,
  };
  // The blank that some tokenizers have as a token of its own before an emoji is no part of the sentence.
  return hasPlace(cut, offsets.slice(0, cut.ids.length)) ? cut : undefined;
}

const hasPlace = ({ text, complete }: ReadText, offsets: readonly number[]): boolean =>
  offsets.length > 0 && massPlaces(text, offsets, complete).sentenceEnds.length > 0;
