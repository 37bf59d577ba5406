import { findEmoji } from "../../base/text/emoji.ts";
import { offsetsOf } from "../../measure/emoji/record.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import { emojiStart } from "./emoji-start.ts";

/** What a list of tokens counts: a token without the blanks around it, in lower case, or one emoji however many tokens spell it. */
export interface Unit {
  text: string;
  emoji: boolean;
}

/**
 * The units of a reply, in its order. Tokens without a letter or a symbol are left out: digits, punctuation, blanks, bytes that make no
 * character.
 */
export function unitsOf(
  { ids, text }: { ids: readonly number[]; text: string },
  tokenizer: Pick<Tokenizer, "bytes" | "dropsLeadingSpace">,
): Unit[] {
  const offsets = offsetsOf(ids, tokenizer);
  const hits = findEmoji(text);
  return offsets.flatMap((start, i): Unit[] => {
    const end = offsets[i + 1] ?? text.length;
    const begun = hits.filter(({ at }) => at >= start && at < end);
    if (begun.length > 0) return begun.map(({ emoji }) => ({ text: emojiStart(emoji.text)!, emoji: true }));
    if (hits.some(({ at, length }) => start > at && start < at + length)) return [];
    const token = text.slice(start, end).trim().toLowerCase();
    return worded(token) ? [{ text: token, emoji: false }] : [];
  });
}

/** ASCII signs are punctuation here, "+" and "$" too; U+FFFD stands for broken bytes. */
const worded = (token: string): boolean =>
  /\p{L}/u.test(token) || /[^\p{ASCII}\uFFFD]/u.test(token.replace(/[^\p{S}]/gu, ""));
