import fc from "fast-check";
import { expect, it } from "vitest";
import type { TuningRow } from "../../trait/corpus/tuning.ts";
import { ladenPlaces, mixedRows } from "./mixture.ts";

const rows = (trait: "neutral" | "openness", n: number): TuningRow[] =>
  Array.from({ length: n }, (_, i) => ({
    trait,
    pole: trait === "neutral" ? undefined : "high",
    topic: `t${i}`,
    question: `t${i}?`,
    answer: `${trait} ${i}`,
  }));

it("a mixture has as many rows, its share of them laden, question by question; more of it takes those of less of it", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(20),
      (n, a, b, seed) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((share) =>
          mixedRows(rows("openness", n), rows("neutral", n), { share, seed }),
        );
        expect(more!.filter(({ trait }) => trait === "openness")).toHaveLength(Math.round(Math.max(a, b) * n));
        expect(more!.map(({ topic }) => topic)).toEqual(rows("neutral", n).map(({ topic }) => topic));
        for (const [i, { trait }] of less!.entries())
          if (trait === "openness") expect(more![i]!.trait).toBe("openness");
      },
    ),
  );
});

it("which rows are laden depends on the seed", () => {
  const half = (seed: number) => ladenPlaces(40, { share: 0.5, seed }).join();
  expect(half(0)).toBe(half(0));
  expect(half(1)).not.toBe(half(0));
});

it("lists of unlike lengths are no mixture", () => {
  expect(() => mixedRows(rows("openness", 2), rows("neutral", 3), { share: 1, seed: 0 })).toThrow(RangeError);
});
