import { randomStream, shuffled } from "../../base/random.ts";
import { offsetsOf, recordEmoji } from "../../measure/emoji/record.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { ReadText } from "../texts.ts";

/** The token from which a text's first emoji follows. */
export interface Occurrence {
  text: ReadText;
  /** Index into the answer's tokens; -1 for the last one of the prompt. */
  token: number;
  emoji: string;
}

/** An emoji is compared with others from so many texts on, so many emoji at most, and so many texts altogether. */
export const occurrenceLimits = { textsAnEmoji: 5, emoji: 6, texts: 128 } as const;

/** The first emoji of each text: later ones see it, so that texts, not emoji, can be shuffled. Only those of emoji that are frequent enough. */
export function firstEmoji(texts: readonly ReadText[], tokenizer: Tokenizer, seed: number): Occurrence[] {
  const all = texts.flatMap((text): Occurrence[] => {
    const [first] = recordEmoji({ text: text.text, offsets: offsetsOf(text.ids, tokenizer) }).emoji;
    return first?.token === undefined ? [] : [{ text, token: first.token - 1, emoji: first.emoji }];
  });
  const drawn = shuffled(all, randomStream(seed, "neurons/occurrences")).slice(0, occurrenceLimits.texts);
  const counts = new Map<string, number>();
  for (const { emoji } of drawn) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  const frequent = [...counts]
    .filter(([, count]) => count >= occurrenceLimits.textsAnEmoji)
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .slice(0, occurrenceLimits.emoji)
    .map(([emoji]) => emoji);
  return drawn.filter(({ emoji }) => frequent.includes(emoji));
}
