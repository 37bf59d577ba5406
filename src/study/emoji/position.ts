import type { EmojiRecord } from "../../measure/emoji/record.ts";

/**
 * The share of first emoji that would stand at or past `answerEndTokens` if each fell on any token of its response
 * alike: the mean, over responses with an emoji, of the share of their tokens that lie there. Null without any.
 * The first of several emoji stands earlier than that, so a share above this one is no accident of counting.
 */
export function pastByChance(records: readonly EmojiRecord[], answerEndTokens: number): number | null {
  const shares = records.flatMap(({ emoji, tokens }) =>
    emoji[0]?.token === undefined || !tokens ? [] : [Math.max(0, tokens - answerEndTokens) / tokens],
  );
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
