import { findEmoji } from "../../base/text/emoji.ts";
import { type EmojiGroup, emojiGroups } from "../../base/text/emoji-list.ts";
import { parameter } from "../command.ts";
import { type Kind, listOf } from "../kinds.ts";

/** "smileys" of "Smileys & Emotion". */
const wordOf = (group: EmojiGroup): string => group.split(" ")[0]!.toLowerCase();

/** Emoji as they are written, one after the other, with blanks or commas between them or not. */
const emojiSigns: Kind<string[]> = {
  takes: "emoji of Unicode's list, one after the other",
  read(given) {
    const hits = findEmoji(given);
    const rest = hits.reduceRight((text, { at, length }) => text.slice(0, at) + text.slice(at + length), given);
    return hits.length > 0 && /^[\s,]*$/.test(rest) ? [...new Set(hits.map(({ emoji }) => emoji.text))] : undefined;
  },
};

const group: Kind<EmojiGroup> = {
  takes: emojiGroups.map(wordOf).join(", "),
  read: (given) => emojiGroups.find((name) => wordOf(name) === given.toLowerCase() || name === given),
};

/** Which emoji count. */
export const countOptions = {
  emoji: parameter("--emoji <signs>", "only these emoji (default: all)", emojiSigns),
  groups: parameter("--groups <list>", `only these groups: ${emojiGroups.map(wordOf).join(", ")}`, listOf(group)),
};
