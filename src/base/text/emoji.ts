import emojiRegex from "emoji-regex";
import { type Emoji, emojiList } from "./emoji-list.ts";

/** An emoji found in a text. `at` and `length` are UTF-16 offsets; `emoji.text` is the fully-qualified form. */
export interface EmojiHit {
  readonly emoji: Emoji;
  readonly at: number;
  readonly length: number;
}

const pattern = emojiRegex();
/** What the pattern may match, to what we count it as; null for what is no emoji of ours. Filled as matches come. */
const verdicts = new Map<string, Emoji | null>();
let exact: Map<string, Emoji> | undefined;
let unqualified: Map<string, Emoji> | undefined;
let longest = 0;

/** Without one of these a text holds no emoji: keycaps need U+20E3, and the first character of all others is here. */
const telling = /[\u203C-\uFFFF]/;

/**
 * The emoji of `text`, leftmost first and one by one (adjacent ones too; a ZWJ sequence that Unicode lists is one).
 * An emoji is what begins with a fully-qualified sequence of the pinned list: so never a bare digit, #, * or a
 * text-default character without U+FE0F, nor a skin tone on its own; "man facepalming" without its last U+FE0F is one.
 */
export function findEmoji(text: string): EmojiHit[] {
  const hits: EmojiHit[] = [];
  scan(text, (emoji, at, length) => hits.push({ emoji, at, length }));
  return hits;
}

/** How many emoji `text` holds, by the rule of {@link findEmoji}. */
export function countEmoji(text: string): number {
  let count = 0;
  scan(text, () => count++);
  return count;
}

function scan(text: string, found: (emoji: Emoji, at: number, length: number) => void): void {
  if (!telling.test(text)) return;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const matched = match[0];
    let emoji = verdicts.get(matched);
    if (emoji === undefined) {
      emoji = judge(matched);
      verdicts.set(matched, emoji);
    }
    if (emoji) found(emoji, match.index, matched.length);
    // A match that does not begin with an emoji may hold one further in: bare U+2764, ZWJ, U+1F525.
    else pattern.lastIndex = match.index + (matched.codePointAt(0)! > 0xffff ? 2 : 1);
  }
}

function judge(matched: string): Emoji | null {
  if (!exact || !unqualified) {
    exact = new Map(emojiList().map((emoji) => [emoji.text, emoji]));
    unqualified = new Map(emojiList().map((emoji) => [bare(emoji.text), emoji]));
    longest = Math.max(...emojiList().map((emoji) => emoji.text.length));
  }
  let prefix: Emoji | undefined;
  for (let length = Math.min(longest, matched.length); length > 0 && !prefix; length--) {
    prefix = exact.get(matched.slice(0, length));
  }
  if (!prefix) return null;
  // Missing only later U+FE0F (Unicode: minimally-qualified): the same emoji as its full form.
  return unqualified.get(bare(matched)) ?? prefix;
}

const bare = (text: string): string => text.replace(/\uFE0F/g, "");
