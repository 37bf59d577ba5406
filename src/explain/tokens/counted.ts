import { badInput } from "../../base/errors.ts";
import { type Emoji, type EmojiGroup, emojiGroups, emojiList } from "../../base/text/emoji-list.ts";

/** Which emoji count: those named, those of these groups, or both at once; all where neither is given. Plain data. */
export interface CountedEmoji {
  /** As the list has them; one that goes on from a shorter one (a skin tone, a joined sequence) counts as that. */
  emoji?: readonly string[];
  groups?: readonly EmojiGroup[];
}

/** Whether an emoji that begins with no other one counts. */
export function countsOf({ emoji, groups }: CountedEmoji): (emoji: Emoji) => boolean {
  const named = emoji && new Set(emoji.map(shortestStart));
  const within = groups && new Set(groups);
  return ({ text, group }) => (named?.has(text) ?? true) && (within?.has(group) ?? true);
}

/** Throws "bad-input" where an emoji is none of the list's, or none is left. */
export function checkCounted(counted: CountedEmoji): void {
  const known = new Set(emojiList().map(({ text }) => text));
  const strange = counted.emoji?.find((text) => !known.has(text));
  if (strange !== undefined)
    throw badInput(`"${strange}" is no emoji of Unicode's list: give emoji as they are written, one after the other.`);
  if (!emojiList().some(countsOf(counted)))
    throw badInput(
      `No emoji is left to count: ${counted.emoji?.join(" ") ?? "none was named"} within ${counted.groups?.join(", ") ?? "all groups"}; ` +
        `groups are ${emojiGroups.join(", ")}: leave out one of the two filters.`,
    );
}

/** The shortest emoji of the list with which this one begins; bytes that spell it have begun an emoji whatever follows. */
function shortestStart(text: string): string {
  for (let length = 1; length < text.length; length++) {
    const start = text.slice(0, length);
    if (emojiByText().has(start)) return start;
  }
  return text;
}

let byText: ReadonlyMap<string, Emoji> | undefined;

/** The list by its emoji. */
export function emojiByText(): ReadonlyMap<string, Emoji> {
  byText ??= new Map(emojiList().map((emoji) => [emoji.text, emoji]));
  return byText;
}
