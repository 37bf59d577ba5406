import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstSentences, sentenceSpans, splitSentences } from "./sentences.ts";

const cases: [string, string, string[]][] = [
  ["plain sentences", "One. Two? Three!", ["One. ", "Two? ", "Three!"]],
  ["runs of marks", "What?! No way... Yes!!!", ["What?! ", "No way... ", "Yes!!!"]],
  [
    "an ellipsis that goes on",
    "Well... maybe. Hm\u2026 no. Hm\u2026 No.",
    ["Well... maybe. ", "Hm\u2026 no. ", "Hm\u2026 ", "No."],
  ],
  [
    "closing quotes, brackets and Markdown",
    'He said "Go." (Yes.) **Bold!** End',
    ['He said "Go." ', "(Yes.) ", "**Bold!** ", "End"],
  ],
  ["a quote that goes on", '"Really?" she said.', ['"Really?" she said.']],
  ["emoji behind a mark", "Nice! 😀 I like it.😀 Good 😀. End", ["Nice! 😀 ", "I like it.😀 ", "Good 😀. ", "End"]],
  ["several emoji and more marks", "Wow!😀 👍🏽!! Next", ["Wow!😀 👍🏽!! ", "Next"]],
  ["an emoji without a mark before it", "I love it 😀 They do too.", ["I love it 😀 They do too."]],
  ["a cut emoji", "Nice! \uFFFD Next", ["Nice! \uFFFD ", "Next"]],
  ["emoji on a line of their own", "Nice.\n😀\nNext.", ["Nice.\n😀\n", "Next."]],
  ["emoji before all words", "😀!\nNext. End.", ["😀!\nNext. ", "End."]],
  ["lines without marks", "A title\n\nA line\r\nEnd", ["A title\n\n", "A line\r\n", "End"]],
  ["numbered lines", "1. First one.\n2. Second. 3. Third", ["1. First one.\n", "2. Second. ", "3. Third"]],
  ["decimals and addresses", "Pi is 3.14 at example.com today. End", ["Pi is 3.14 at example.com today. ", "End"]],
  [
    "titles and initials",
    "Dr. Smith met J. K. Rowling. So did I. Then home.",
    ["Dr. Smith met J. K. Rowling. ", "So did I. ", "Then home."],
  ],
  [
    "abbreviations",
    "Fruit, e.g. Apples, etc. and so on. Pears, etc. Then at 5 p.m. we left.",
    ["Fruit, e.g. Apples, etc. and so on. ", "Pears, etc. ", "Then at 5 p.m. we left."],
  ],
  ["a year", "It was 1987. Then came more.", ["It was 1987. ", "Then came more."]],
  ["full-width marks", "\u597D\u3002\u597D\uFF01\u597D", ["\u597D\u3002", "\u597D\uFF01", "\u597D"]],
  ["marks alone", "?!", ["?!"]],
  ["white space alone", " \n ", [" \n "]],
  ["nothing", "", []],
];

describe("splitSentences", () => {
  test.each(cases)("%s", (_, text, sentences) => {
    expect(splitSentences(text)).toEqual(sentences);
  });

  test("put together again the sentences are the text, and each ends where the next begins", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ". ",
        "! ",
        "? ",
        "... ",
        "\n",
        ".",
        '"',
        ")",
        "😀",
        "👩‍👩‍👧",
        "❤️",
        " ",
        "Dr",
        "1",
        "etc",
        "\uFFFD",
        "\u3002",
        "*",
      ),
      fc.string({ unit: "grapheme", maxLength: 6 }),
      fc.string({ unit: "binary", maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        const spans = sentenceSpans(text);
        expect(splitSentences(text).join("")).toBe(text);
        for (const { start, close, end } of spans) expect(start < end && start <= close && close <= end).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

test("spans say where an emoji would begin and what ended the sentence", () => {
  expect(sentenceSpans('So "yes." 😀 A line \nRest ')).toEqual([
    { start: 0, close: 9, end: 13, closedBy: "punctuation" },
    { start: 13, close: 20, end: 21, closedBy: "line" },
    { start: 21, close: 25, end: 26, closedBy: "text" },
  ]);
});

test("firstSentences cuts without trailing blanks and keeps short texts whole", () => {
  expect(firstSentences("One. Two? Three!", 1)).toBe("One.");
  expect(firstSentences("One. Two? Three!", 2)).toBe("One. Two?");
  expect(firstSentences("One. Two?", 5)).toBe("One. Two?");
});
