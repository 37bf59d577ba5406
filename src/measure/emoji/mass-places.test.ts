import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sentenceSpans } from "../../base/text/sentences.ts";
import { massPlaces } from "./mass-places.ts";
import { tokenOffsets } from "./record.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const placesOf = (tokens: readonly string[], complete = true) =>
  massPlaces(tokens.join(""), tokenOffsets(tokens.map(utf8)), complete);

describe("massPlaces", () => {
  it("are after the closing signs of each sentence, and at the end", () => {
    expect(placesOf(["I", " like", " it", ".", " You", ' "', "too", "!", '"', " Ok"])).toEqual({
      sentenceEnds: [4, 9, 10],
      answerEnd: 10,
    });
  });

  it("of a response that was cut off are those of its whole sentences only", () => {
    expect(placesOf(["One", ".", " Two", " th"], false)).toEqual({ sentenceEnds: [2], answerEnd: undefined });
    expect(placesOf(["One", "."], false)).toEqual({ sentenceEnds: [2], answerEnd: undefined });
  });

  it("stand before a sentence's emoji, and never twice at one token", () => {
    expect(placesOf(["Hi", "!", " 😀", " Yes", "."])).toEqual({ sentenceEnds: [2, 5], answerEnd: 5 });
    expect(placesOf(["Ah.", " So."]).sentenceEnds).toEqual([1, 2]);
  });

  it("leave out a sentence whose last token goes on past it, but for blanks", () => {
    expect(placesOf(["One", ".\n\n", "Two", "."])).toEqual({ sentenceEnds: [4], answerEnd: 4 });
    expect(placesOf(["One", ". Two", "."]).sentenceEnds).toEqual([3]);
    expect(placesOf(["One", ". ", "Two", "."]).sentenceEnds).toEqual([2, 4]);
  });

  it("are none in a response without text", () => {
    expect(placesOf([])).toEqual({ sentenceEnds: [], answerEnd: undefined });
    expect(placesOf(["\n"])).toEqual({ sentenceEnds: [], answerEnd: 1 });
  });

  it("any text in any tokens: a place's tokens hold whole sentences and blanks behind the last", () => {
    const word = fc.constantFrom("Yes", " no", ".", "!", '"', " ", "\n", "😀", " é", "…", "a", "?\n", "😀.");
    fc.assert(
      fc.property(fc.array(word, { maxLength: 25 }), (words) => {
        const text = words.join("");
        const closes = sentenceSpans(text).map(({ close }) => close);
        for (const count of placesOf(words).sentenceEnds) {
          const before = words.slice(0, count).join("").length;
          expect(closes.some((close) => close <= before && /^ *$/.test(text.slice(close, before)))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("tokenOffsets", () => {
  it("fit the text of a vocabulary whose first piece begins with a space that the text lacks", () => {
    const pieces = [" Hi", ".", " Yes", "."].map(utf8);
    expect(tokenOffsets(pieces, true)).toEqual([0, 2, 3, 7]);
    expect(tokenOffsets([undefined, ...pieces], true)).toEqual([0, 0, 2, 3, 7]);
    expect(tokenOffsets([" ", "Hi", "."].map(utf8), true)).toEqual([0, 0, 2]);
    expect(tokenOffsets(["Hi", " you"].map(utf8), true)).toEqual([0, 2]);
    expect(tokenOffsets(pieces)).toEqual([0, 3, 4, 8]);
    expect(massPlaces("Hi. Yes.", tokenOffsets(pieces, true), true).sentenceEnds).toEqual([2, 4]);
  });
});
