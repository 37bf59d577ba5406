import { badInput } from "../../base/errors.ts";
import { findEmoji } from "../../base/text/emoji.ts";
import { massPlaces } from "../../measure/emoji/mass-places.ts";
import { offsetsOf } from "../../measure/emoji/record.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { ReadText } from "../texts.ts";
import type { Readings } from "./sweep.ts";

/**
 * What can be read of the readings: texts and fluent texts up to their first emoji, texts that have a sentence end there, and of fluent texts
 * and pairs those that have a token. Throws "bad-input" where fewer than two texts are left.
 */
export function readable({ texts, pairs, fluent }: Readings, tokenizer: Tokenizer): Readings {
  const some = texts.flatMap((text) => beforeEmoji(text, tokenizer) ?? []);
  if (some.length < 2)
    throw badInput(
      `${some.length} of ${texts.length} texts have a sentence end before their first emoji, where the emoji mass could be read, and at least 2 are needed: give more answers.`,
    );
  return {
    texts: some,
    pairs: pairs.filter(({ trait, neutral }) => trait.length > 0 && neutral.length > 0),
    fluent: fluent.map((text) => upToEmoji(text, tokenizer)).filter(({ ids }) => ids.length > 0),
  };
}

/**
 * An answer up to its first emoji, so that none stands in the context when the next is weighed; undefined where no sentence ends before it. An
 * answer without emoji is left as it is.
 */
export function beforeEmoji(text: ReadText, tokenizer: Tokenizer): ReadText | undefined {
  const cut = upToEmoji(text, tokenizer);
  const offsets = offsetsOf(cut.ids, tokenizer);
  const placed = offsets.length > 0 && massPlaces(cut.text, offsets, cut.complete).sentenceEnds.length > 0;
  return placed ? cut : undefined;
}

function upToEmoji(text: ReadText, tokenizer: Tokenizer): ReadText {
  const [first] = findEmoji(text.text);
  if (!first) return text;
  const offsets = offsetsOf(text.ids, tokenizer);
  let count = offsets.findIndex((offset, i) => offset >= first.at || (offsets[i + 1] ?? text.text.length) > first.at);
  // A token may hold a blank and the emoji's first bytes.
  if (count > 0 && endsAmidCharacter(tokenizer.bytes(text.ids[count - 1]!))) count--;
  return { ...text, ids: text.ids.slice(0, count), text: text.text.slice(0, first.at), complete: false };
}

/** Whether UTF-8 bytes end in the middle of a character. */
function endsAmidCharacter(bytes: Uint8Array = new Uint8Array()): boolean {
  const back = [1, 2, 3].find((at) => (bytes.at(-at) ?? 0) >= 0xc0);
  if (back === undefined) return false;
  const lead = bytes.at(-back)!;
  return back < (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2);
}
