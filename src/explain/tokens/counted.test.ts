import { expect, it } from "vitest";
import { emojiList } from "../../base/text/emoji-list.ts";
import { checkCounted, countsOf, emojiByText } from "./counted.ts";

const of = (text: string) => emojiByText().get(text)!;

it("counts all emoji, those named, those of a group, or both", () => {
  expect(emojiList().every(countsOf({}))).toBe(true);
  expect(
    emojiList()
      .filter(countsOf({ emoji: ["😀", "🎉"] }))
      .map(({ text }) => text),
  ).toEqual(["😀", "🎉"]);
  expect(countsOf({ groups: ["Flags"] })(of("🇩🇪"))).toBe(true);
  expect(countsOf({ groups: ["Flags"] })(of("😀"))).toBe(false);
  expect(countsOf({ emoji: ["😀"], groups: ["Flags"] })(of("😀"))).toBe(false);
});

it("counts one with a skin tone as what it begins with", () => {
  expect(countsOf({ emoji: ["👍🏽"] })(of("👍"))).toBe(true);
});

it("refuses what is no emoji, and filters that leave none", () => {
  expect(() => checkCounted({})).not.toThrow();
  expect(() => checkCounted({ emoji: ["a"] })).toThrow('"a" is no emoji');
  expect(() => checkCounted({ emoji: ["😀"], groups: ["Flags"] })).toThrow("No emoji is left to count");
  expect(() => checkCounted({ groups: [] })).toThrow("groups are Smileys & Emotion");
});
