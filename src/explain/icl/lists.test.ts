import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emojiList } from "../../base/text/emoji-list.ts";
import { emojiStart, emojiStarts } from "./emoji-start.ts";
import { firstList, wholeEmoji } from "./first-list.ts";
import { mostFrequent, replyUnits } from "./frequent.ts";
import { unitsOf } from "./units.ts";

const utf8 = new TextEncoder();
/** A tokenizer of these pieces, each a token in the order given. */
const tokenizerOf = (pieces: readonly (string | number[])[]) => ({
  dropsLeadingSpace: false,
  bytes: (id: number) => {
    const piece = pieces[id]!;
    return typeof piece === "string" ? utf8.encode(piece) : Uint8Array.from(piece);
  },
});

function units(pieces: readonly (string | number[])[]) {
  const tokenizer = tokenizerOf(pieces);
  const ids = pieces.map((_, id) => id);
  const text = new TextDecoder().decode(Buffer.concat(ids.map(tokenizer.bytes)));
  return unitsOf({ ids, text }, tokenizer).map((unit) => (unit.emoji ? `[${unit.text}]` : unit.text));
}

describe("the units of a reply", () => {
  test("are its tokens without blanks, capitals, digits and punctuation", () => {
    expect(units([" Party", ",", " fun", "1", ".", "\n", "Party", " +", "-", " ☺", "é"])).toEqual([
      "party",
      "fun",
      "party",
      "☺",
      "é",
    ]);
  });

  test("hold an emoji once, however many tokens spell it, and neither broken bytes nor the rest of a joined one", () => {
    expect(units([" ", [0xf0, 0x9f], [0x8e, 0x89], "!"])).toEqual(["[🎉]"]);
    expect(units(["so 🎉", "🎈", " ❤", "\uFE0F", "\u200D", "🔥"])).toEqual(["[🎉]", "[🎈]", "[❤️]"]);
    expect(units(["👍", "🏽", " ok"])).toEqual(["[👍]", "ok"]);
    expect(units(["a", [0xf0, 0x9f]])).toEqual(["a"]);
  });
});

test("the start of an emoji is the shortest one that it begins with", () => {
  expect(emojiStart("👍🏽 yes")).toBe("👍");
  expect(emojiStart("❤️‍🔥")).toBe("❤️");
  expect(emojiStart("x🎉")).toBeUndefined();
  expect(new Set(emojiList().map(({ text }) => emojiStart(text)))).toEqual(new Set(emojiStarts()));
});

describe("the most frequent units", () => {
  const reply = (...texts: string[]) => texts.map((text) => ({ text, emoji: text === "🎉" }));
  const table = replyUnits([
    [reply("party", "🎉", "🎉", "🎉"), reply("party", "fun")],
    [reply("fun", "fun"), reply("party")],
  ]);
  const every = { wordings: [0, 1], samples: [0, 1] };

  test("are those that most replies hold, then those that came more often", () => {
    expect(mostFrequent(table, every, 50)).toEqual([
      { text: "party", emoji: false, replies: 3, count: 3 },
      { text: "fun", emoji: false, replies: 2, count: 3 },
      { text: "🎉", emoji: true, replies: 1, count: 3 },
    ]);
    expect(mostFrequent(table, every, 1)).toHaveLength(1);
  });

  test("of draws count a reply as often as it is drawn", () => {
    expect(mostFrequent(table, { wordings: [1, 1], samples: [0] }, 50)).toEqual([
      { text: "fun", emoji: false, replies: 2, count: 4 },
    ]);
  });

  test("of everything, drawn once, are a plain count of replies", () => {
    const words = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(fc.array(words, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 4 }),
        (drawn) => {
          const replies = drawn.map((samples) => samples.map((said) => reply(...said)));
          const all = { wordings: replies.keys(), samples: [0, 1] };
          const found = new Map(mostFrequent(replyUnits(replies), all, 50).map((unit) => [unit.text, unit.replies]));
          for (const word of ["a", "b", "c", "d"])
            expect(found.get(word) ?? 0).toBe(drawn.flat().filter((said) => said.some((one) => one === word)).length);
        },
      ),
    );
  });
});

describe("the most probable first tokens", () => {
  const group = {
    tokens: [7, 8, 9],
    probabilities: [
      [0.5, 0.3, 0.1],
      [0.1, 0.4, 0.2],
    ],
    emojiBy: [
      [0, 0.15, 0.1],
      [0, 0.2, 0.1],
    ],
    emoji: {},
    mass: [],
    upper: [],
  };

  test("are those of the mean over chats, a chat as often as it is drawn", () => {
    const ids = (chats: number[]) => firstList(group, chats, 2).map(({ id }) => id);
    expect(ids([0, 1])).toEqual([8, 7]);
    expect(ids([0, 0, 1])).toEqual([7, 8]);
    expect(ids([1])).toEqual([8, 9]);
  });

  test("say how probable an emoji is once they have come", () => {
    expect(firstList(group, [0, 1], 3).map(({ emoji }) => emoji)).toEqual([
      expect.closeTo(0.5, 12),
      0,
      expect.closeTo(2 / 3, 12),
    ]);
  });

  test("begin an emoji whole or not", () => {
    const tokenizer = tokenizerOf([" 🎉", [0xf0, 0x9f], "🎉🎈", "x"]);
    expect([0, 1, 2, 3].map((id) => wholeEmoji(id, tokenizer as never))).toEqual(["🎉", undefined, "🎉", undefined]);
  });
});
