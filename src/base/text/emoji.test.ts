import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countEmoji, findEmoji } from "./emoji.ts";
import { describeEmoji, emojiList } from "./emoji-list.ts";

const golden = JSON.parse(
  gunzipSync(readFileSync(new URL("../../../oracles/golden/emoji_counts.json.gz", import.meta.url))).toString("utf8"),
) as { statuses: Record<string, string[]>; texts: [string, number][] };
const signs = ["\u00A9\uFE0F", "\u2122\uFE0F", "\u00AE\uFE0F"];
const listed = golden.statuses["fully-qualified"]!.filter((text) => !signs.includes(text));

describe("the pinned list", () => {
  test("is emoji-test.txt's fully-qualified set but (c), (tm) and (r)", () => {
    expect(new Set(emojiList().map(({ text }) => text))).toEqual(new Set(listed));
    expect(emojiList()).toHaveLength(3960);
  });

  test("names and groups each", () => {
    expect(emojiList().filter(({ name }) => name === "" || name === "emoji")).toEqual([]);
    const of = (text: string) => emojiList().find((emoji) => emoji.text === text);
    expect(of("😀")).toMatchObject({ name: "grinning face", group: "Smileys & Emotion" });
    expect(of("👍🏽")).toMatchObject({ name: "thumbs up", group: "People & Body" });
    expect(of("🏴󠁧󠁢󠁷󠁬󠁳󠁿")).toMatchObject({ name: "flag Wales", group: "Flags" });
    expect(describeEmoji("❤️")).toBe("U+2764 U+FE0F red heart");
    expect(describeEmoji("é")).toBe("U+00E9");
  });
});

describe("findEmoji", () => {
  test("finds every emoji of the list as one: alone, inside a word, twice in a row", () => {
    for (const text of listed) {
      expect(findEmoji(text)).toMatchObject([{ emoji: { text }, at: 0, length: text.length }]);
      expect(findEmoji(`ab${text}cd`)).toMatchObject([{ emoji: { text }, at: 2, length: text.length }]);
      expect(findEmoji(text + text).map(({ emoji }) => emoji.text)).toEqual([text, text]);
    }
  });

  test("takes a minimally-qualified sequence for its full form, and no unqualified one, component or sign", () => {
    for (const text of golden.statuses["minimally-qualified"]!) {
      const [hit, ...more] = findEmoji(text);
      expect(more).toEqual([]);
      expect(hit!.emoji.text.replaceAll("\uFE0F", "")).toBe(text.replaceAll("\uFE0F", ""));
    }
    for (const text of [...golden.statuses.component!, ...signs]) expect(countEmoji(text)).toBe(0);
    // Of an unqualified sequence only a later part may be an emoji: bare heart, joiner, fire.
    for (const text of golden.statuses.unqualified!) expect(findEmoji(text).every(({ at }) => at > 0)).toBe(true);
    expect(findEmoji("\u2764\u200D🔥")).toMatchObject([{ emoji: { text: "🔥" }, at: 2 }]);
  });

  test.each([
    ["digits, #, * and keycaps without their U+FE0F", "0123456789#* 1\u20E3 #\u20E3"],
    [
      "arrows, bullets and dingbats as text",
      "\u2192 \u2194 \u2022 \u2713 \u2714 \u2764 \u2600 \u263A \u203C \u25B6 \u2660 \u24C2",
    ],
    ["signs", "\u00A9 2020 Name\u2122 \u00AE \u00A9\uFE0F"],
    ["half a flag, and two halves that are no flag", "\u{1F1E6} \u{1F1E6}\u{1F1E6}"],
    [
      "letters of many scripts",
      "na\u00EFve \u65E5\u672C\u8A9E \u0645\u0631\u062D\u0628\u0627 \u0939\u093F\u0928\u094D\u0926\u0940 \u1112\u1161\u11AB",
    ],
    ["emoticons and broken bytes", ":-) <3 ^_^ \uFFFD\uFFFD \uD83D"],
  ])("finds none in %s", (_, text) => {
    expect(findEmoji(text)).toEqual([]);
  });

  test("takes neighbours one by one", () => {
    expect(findEmoji("🇩🇪🇫🇷1️⃣👩‍👩‍👧😀🏽👩‍🔥").map(({ emoji }) => emoji.text)).toEqual([
      "🇩🇪",
      "🇫🇷",
      "1️⃣",
      "👩‍👩‍👧",
      "😀",
      "👩",
      "🔥",
    ]);
  });

  test("counts texts as Python's emoji does", () => {
    for (const [text, count] of golden.texts) expect([text, countEmoji(text)]).toEqual([text, count]);
  });

  test("hits are where they say they are, and concatenation adds counts where the parts are kept apart", () => {
    const part = fc.oneof(fc.constantFrom(...listed), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join(" ");
        for (const { emoji, at, length } of findEmoji(text)) {
          expect(text.slice(at, at + length).replaceAll("\uFE0F", "")).toBe(emoji.text.replaceAll("\uFE0F", ""));
        }
        expect(countEmoji(text)).toBe(parts.reduce((sum, one) => sum + countEmoji(one), 0));
      }),
    );
  });
});
