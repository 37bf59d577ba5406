import { describe, expect, it } from "vitest";
import { emojiPlaces } from "./emoji-places.ts";

/** One token a byte. */
const tokenizer = { bytes: (id: number) => Uint8Array.of(id), dropsLeadingSpace: false };
const places = (text: string, complete = true) =>
  emojiPlaces({ text, ids: [...Buffer.from(text)], complete }, tokenizer);

describe("sentence ends and the emoji behind them", () => {
  it("with an emoji, with several, with none", () => {
    expect(places("Yes! 😀 No. Oh?🎉🎉 So.")).toEqual({ before: [4, 17], without: [13, 29], elsewhere: 0 });
  });

  it("an emoji within a sentence, or on a line of its own, stands elsewhere", () => {
    expect(places("I 😀 it. Fine!\n🎉 Ok.")).toEqual({ before: [], without: [10, 16, 25], elsewhere: 2 });
  });

  it("a sentence that was cut off has no end", () => {
    expect(places("Yes! 😀 And then", false)).toEqual({ before: [4], without: [], elsewhere: 0 });
    expect(places("")).toEqual({ before: [], without: [], elsewhere: 0 });
  });
});
