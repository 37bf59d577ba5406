import type { Tokenizer } from "../../model/tokenizer/types.ts";
import { emojiStart } from "./emoji-start.ts";
import type { GroupFirst } from "./first-task.ts";

/** A token that replies probably begin with. */
export interface FirstToken {
  id: number;
  probability: number;
  /** Probability that an emoji begins with it, once it has come. */
  emoji: number;
}

/** The `top` most probable first tokens of the mean over these chats, a chat as often as it is drawn. */
export function firstList(
  { tokens, probabilities, emojiBy }: GroupFirst,
  chats: ArrayLike<number>,
  top: number,
): FirstToken[] {
  const drawn = Array.from(chats);
  const mean = (table: readonly (readonly number[])[], k: number) =>
    drawn.reduce((sum, chat) => sum + table[chat]![k]!, 0) / drawn.length;
  return tokens
    .map((id, k) => {
      const probability = mean(probabilities, k);
      return { id, probability, emoji: probability > 0 ? mean(emojiBy, k) / probability : 0 };
    })
    .sort((a, b) => b.probability - a.probability || a.id - b.id)
    .slice(0, top);
}

/** The emoji that a token begins with certainty, after spaces or none; undefined for pieces of one and for all else. */
export const wholeEmoji = (id: number, { bytes }: Pick<Tokenizer, "bytes">): string | undefined =>
  emojiStart(new TextDecoder().decode(bytes(id)).trimStart());
