import { describe, expect, test } from "vitest";
import type { Asked } from "./ask.ts";
import { heardBy } from "./heard.ts";
import { wordings } from "./wordings.ts";

const about = { trait: "extraversion", pole: "high" } as const;
const draws = { wordings: wordings.length, samples: 3, seed: 0 };

/** An arm that says this about a pole, whatever the wording: a text by the number of the reply. */
function saying(trait: (reply: number) => string, opposite: (reply: number) => string): Asked {
  const replies = (say: (reply: number) => string) =>
    wordings.map((_, w) =>
      Array.from({ length: draws.samples }, (_, s) => {
        const text = say(draws.samples * w + s);
        return { text, units: text.split(" ").map((word) => ({ text: word, emoji: false })) };
      }),
    );
  const n = 2 * wordings.length;
  const distances = Array.from({ length: n }, () => Array<number>(n).fill(0.5));
  return { replies: { trait: replies(trait), opposite: replies(opposite) }, first: { groups: {}, distances } };
}

const usual = (reply: number) => ["a book about it", "people like it", "the film", "it is a book"][reply % 4]!;

describe("a trait is heard", () => {
  test("by one that takes up the words that name it", () => {
    const { heard, echo } = heardBy(
      saying((i) => `${usual(i)} Extraverts`, usual),
      about,
      draws,
    );
    expect(heard).toBe(true);
    expect(echo).toMatchObject({ value: 1, n: 24 });
  });

  test("by one that says other things of it than of its opposite, without naming either", () => {
    const { heard, replies } = heardBy(
      saying(
        (i) => ["party friends", "friends laughter party", "laughter party"][i % 3]!,
        (i) => ["books tea", "silence tea", "books silence"][i % 3]!,
      ),
      about,
      draws,
    );
    expect(heard).toBe(true);
    expect(replies.p).toBe(2 / 2 ** wordings.length);
  });

  test("not by one that talks as always, nor by one that names both poles alike", () => {
    expect(heardBy(saying(usual, usual), about, draws).heard).toBe(false);
    const both = (i: number) => `extraversion ${usual(i)}`;
    expect(heardBy(saying(both, both), about, draws).heard).toBe(false);
  });
});
