import { readFileSync } from "node:fs";

/** The groups of Unicode's emoji-test.txt, in its order. */
export const emojiGroups = [
  "Smileys & Emotion",
  "People & Body",
  "Animals & Nature",
  "Food & Drink",
  "Travel & Places",
  "Activities",
  "Objects",
  "Symbols",
  "Flags",
] as const;
export type EmojiGroup = (typeof emojiGroups)[number];

/** One emoji of the pinned list: the sequence in its fully-qualified form, its CLDR name (tones left out), its group. */
export interface Emoji {
  readonly text: string;
  readonly name: string;
  readonly group: EmojiGroup;
}

/** (c), (tm) and (r) with U+FE0F: in Unicode's list, left out of ours by rule (METHODS 1). */
const excluded = new Set(["\u00A9\uFE0F", "\u2122\uFE0F", "\u00AE\uFE0F"]);
const tones = /[\u{1F3FB}-\u{1F3FF}]/gu;

let list: readonly Emoji[] | undefined;

/**
 * Every emoji we count: the fully-qualified sequences of Unicode 18.0 (`data/unicode/emoji.txt`) but (c), (tm) and (r).
 * 3,960 entries in the file's order; read once.
 */
export function emojiList(): readonly Emoji[] {
  list ??= parse(readFileSync(new URL("../../../data/unicode/emoji.txt", import.meta.url), "utf8"));
  return list;
}

function parse(file: string): Emoji[] {
  const out: Emoji[] = [];
  const nameOf = new Map<string, string>();
  let group: EmojiGroup = emojiGroups[0];
  for (const line of file.split("\n")) {
    if (line.startsWith("# group: ")) group = emojiGroups.find((known) => line.endsWith(known)) ?? group;
    if (line === "" || line.startsWith("# ")) continue;
    const [points, given] = line.split("\t");
    const text = String.fromCodePoint(...points!.split(" ").map((point) => Number.parseInt(point, 16)));
    if (excluded.has(text)) continue;
    const toneless = text.replace(/\uFE0F/g, "").replace(tones, "");
    if (given !== undefined) nameOf.set(toneless, given);
    out.push({ text, group, name: given ?? nameOf.get(toneless) ?? nameOf.get([...toneless][0]!) ?? "emoji" });
  }
  return out;
}

/** How a person names a character in a message: `U+1F600 grinning face`. Accepts any text; an emoji gets its CLDR name. */
export function describeEmoji(text: string): string {
  const points = [...text].map((char) => `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`);
  const name = emojiList().find((emoji) => emoji.text === text)?.name;
  return name === undefined ? points.join(" ") : `${points.join(" ")} ${name}`;
}
