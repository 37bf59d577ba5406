import { emojiList } from "../../base/text/emoji-list.ts";

let starts: ReadonlySet<string> | undefined;
let longest = 0;

/**
 * The shortest emoji of the pinned list that a text begins with, undefined where it begins with none. A walk over next tokens knows no
 * more than this when an emoji has certainly begun, so emoji are compared by it: a toned hand is the hand, a heart on fire the heart.
 */
export function emojiStart(text: string): string | undefined {
  if (starts === undefined) {
    starts = new Set(emojiList().map((emoji) => emoji.text));
    longest = Math.max(...emojiList().map((emoji) => emoji.text.length));
  }
  for (let length = 1; length <= Math.min(longest, text.length); length++)
    if (starts.has(text.slice(0, length))) return text.slice(0, length);
  return undefined;
}

/** All that {@link emojiStart} can give, in the order of the pinned list. */
export const emojiStarts = (): string[] => emojiList().flatMap(({ text }) => (emojiStart(text) === text ? [text] : []));
