import fc from "fast-check";
import { expect, test } from "vitest";
import { SentencePieceMerger } from "./sentencepiece.ts";

/** The definition, to the letter: again and again the best pair, the leftmost of equals. */
function mergeNaively(text: string, ids: ReadonlyMap<string, number>, scores: number[]): string[] {
  const symbols = [...text];
  for (;;) {
    let best = -1;
    for (let i = 0; i + 1 < symbols.length; i++) {
      const score = scores[ids.get(symbols[i]! + symbols[i + 1]!) ?? -1];
      if (score !== undefined && (best < 0 || score > scores[ids.get(symbols[best]! + symbols[best + 1]!)!]!)) best = i;
    }
    if (best < 0) return symbols;
    symbols.splice(best, 2, symbols[best]! + symbols[best + 1]!);
  }
}

const letter = fc.constantFrom("a", "b", "▁", "😀");
const piece = fc.array(letter, { minLength: 1, maxLength: 5 }).map((letters) => letters.join(""));

test("merging equals the definition for any pieces and scores, equal ones and marks inside pieces included", () => {
  const pieces = fc.uniqueArray(piece, { minLength: 1, maxLength: 25 });
  const score = fc.constantFrom(-3, -2, -1, -0, 0, 1.5);
  const text = fc.array(letter, { maxLength: 40 }).map((letters) => letters.join(""));
  fc.assert(
    fc.property(pieces, fc.array(score, { minLength: 25, maxLength: 25 }), text, (all, scores, input) => {
      const ids = new Map(all.map((one, id) => [one, id]));
      const merger = new SentencePieceMerger({ ids, scores, bytes: undefined, unknown: 99 });
      const expected = mergeNaively(input, ids, scores).map((symbol) => ids.get(symbol) ?? 99);
      // A run of unknown characters is one unknown token.
      const fused = expected.filter((id, i) => id !== 99 || expected[i - 1] !== 99);
      expect(merger.encode(input)).toEqual(fused);
      expect(merger.encode(input)).toEqual(fused);
    }),
    { numRuns: 2000 },
  );
});

test("a long run without a place to cut stays linear-log: 200,000 characters", () => {
  const ids = new Map(["a", "aa", "aaaa", "aaaaaaaa"].map((one, id) => [one, id]));
  const merger = new SentencePieceMerger({ ids, scores: [0, -1, -2, -3], bytes: undefined, unknown: 9 });
  expect(merger.encode("a".repeat(200_003))).toEqual([...Array(25_000).fill(3), 1, 0]);
});
