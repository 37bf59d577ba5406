import fc from "fast-check";
import { expect, it } from "vitest";
import { standardiseScores } from "./standardise.ts";

it("gives every trait mean 0 and deviation 1, and says what they were", () => {
  const score = fc.integer({ min: -50, max: 50 }).map((value) => value / 10);
  const texts = fc.array(fc.tuple(score, score), { minLength: 2, maxLength: 30 });
  const differs = (raw: number[][]) => [0, 1].every((t) => new Set(raw.map((row) => row[t])).size > 1);
  fc.assert(
    fc.property(texts.filter(differs), (raw) => {
      const { traits, z } = standardiseScores(["a", "b"], raw);
      for (const [t, { mean, deviation }] of traits.entries()) {
        const column = z.map((row) => row[t]!);
        expect(column.reduce((sum, value) => sum + value, 0) / column.length).toBeCloseTo(0, 9);
        expect(column.reduce((sum, value) => sum + value ** 2, 0) / column.length).toBeCloseTo(1, 9);
        for (const [i, row] of raw.entries()) expect(mean + deviation * z[i]![t]!).toBeCloseTo(row[t]!, 9);
      }
    }),
  );
});

it("refuses a trait that does not differ, and says by how much", () => {
  const raw = [
    [1, 0.25],
    [2, 0.25],
  ];
  expect(() => standardiseScores(["a", "b"], raw)).toThrow(
    "do not differ in b: their scores are 0.250 with a deviation of 0.0",
  );
});
