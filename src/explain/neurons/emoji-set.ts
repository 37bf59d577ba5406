import { findEmoji } from "../../base/text/emoji.ts";
import type { ReadText } from "../texts.ts";
import type { CountedEmoji } from "../tokens/counted.ts";

/** Emoji whose logits are looked at, and who chose them. */
export interface EmojiSet {
  source: "given" | "the persona's answers" | "all";
  counted: CountedEmoji;
}

/** The persona's own emoji are those of so many of its answers. */
const fewestTexts = 2;

/**
 * The emoji that were named; else those that the persona's answers hold, since a tuning that raises one voice's emoji may lower all others; else all.
 */
export function emojiSet(texts: readonly ReadText[], { emoji, groups }: CountedEmoji): EmojiSet {
  if (emoji !== undefined || groups !== undefined) return { source: "given", counted: { emoji, groups } };
  const counts = new Map<string, number>();
  for (const { writer, text } of texts)
    if (writer === "persona")
      for (const sign of new Set(findEmoji(text).map((hit) => hit.emoji.text)))
        counts.set(sign, (counts.get(sign) ?? 0) + 1);
  const own = [...counts].filter(([, count]) => count >= fewestTexts).map(([sign]) => sign);
  return own.length === 0
    ? { source: "all", counted: {} }
    : { source: "the persona's answers", counted: { emoji: own.sort() } };
}
