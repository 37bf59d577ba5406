import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { randomStream, shuffled } from "../../base/random.ts";
import { countDistance, dependence } from "./dependence.ts";
import { againstMatched, matchedSets } from "./matched.ts";

const golden = JSON.parse(
  readFileSync(new URL("../../../oracles/golden/explain_icl.json", import.meta.url), "utf8"),
) as {
  dependence: { distances: number[][]; moved: number; apart: number; p: number }[];
  cosine: { a: Record<string, number>; b: Record<string, number>; distance: number }[];
};

describe("sets matched by probability", () => {
  const signs = Array.from({ length: 200 }, (_, i) => `e${i}`);
  const probabilities = new Map(signs.map((sign, i) => [sign, 10 ** (-i / 40)]));
  const studied = ["e20", "e100", "e180"];

  test("are as many others, each among the nearest of a studied one, none twice", () => {
    const { sets, unlikeness } = matchedSets(studied, probabilities, { seed: 0 })!;
    expect(sets).toHaveLength(1000);
    for (const set of sets) {
      expect(new Set(set).size).toBe(3);
      expect(set.some((sign) => studied.includes(sign))).toBe(false);
      const numbers = set.map((sign) => Number(sign.slice(1))).sort((a, b) => a - b);
      for (const [i, at] of [20, 100, 180].entries()) expect(Math.abs(numbers[i]! - at)).toBeLessThanOrEqual(5);
    }
    // Neighbours are a factor of 10 ** (1 / 40) apart, the ten nearest 1 to 5 steps away.
    expect(unlikeness).toBeCloseTo((3 * Math.LN10) / 40, 1);
    expect(matchedSets(studied, probabilities, { seed: 0 })!.sets).toEqual(sets);
    expect(matchedSets(studied, probabilities, { seed: 1 })!.sets).not.toEqual(sets);
  });

  test("give all that are equally rare the same chance", () => {
    const rare = new Map(signs.map((sign) => [sign, 0]));
    const drawn = matchedSets(["e0"], rare, { seed: 0, count: 4000 })!.sets.flat();
    expect(new Set(drawn).size).toBe(199);
  });

  test("cannot be drawn where there are too few others", () => {
    expect(matchedSets([], probabilities, { seed: 0 })).toBeUndefined();
    expect(matchedSets(signs.slice(0, 195), probabilities, { seed: 0 })).toBeUndefined();
  });

  test("call a set that is one of them special no oftener than the level says", () => {
    const random = randomStream(3, "null");
    let called = 0;
    const repeats = 200;
    for (let i = 0; i < repeats; i++) {
      const found = new Set(shuffled(signs, random).slice(0, 60));
      const shareIn = (set: readonly string[]) => set.filter((sign) => found.has(sign)).length / set.length;
      const chosen = shuffled(signs, random).slice(0, 12);
      const matched = matchedSets(chosen, probabilities, { seed: i, count: 100 })!;
      if (againstMatched(shareIn(chosen), matched, shareIn).p <= 0.05) called++;
    }
    expect(called).toBeLessThanOrEqual(0.05 * repeats + 2 * Math.sqrt(0.05 * 0.95 * repeats));
  });

  test("are counted with the observed value among them", () => {
    const matched = { sets: [["a"], ["b"], ["c"]], unlikeness: 0 };
    const figures = againstMatched(2, matched, ([sign]) => ({ a: 1, b: 2, c: 3 })[sign!]!);
    expect(figures).toMatchObject({ mean: 2, p: 3 / 4, n: 3 });
  });
});

describe("whether replies depend on the trait", () => {
  test("is what an enumeration by NumPy says", () => {
    for (const { distances, ...expected } of golden.dependence) {
      const found = dependence(distances);
      expect(found.moved).toBeCloseTo(expected.moved, 12);
      expect(found.apart).toBeCloseTo(expected.apart, 12);
      expect(found.p).toBe(expected.p);
    }
  });

  test("distances of counts are SciPy's cosine distances", () => {
    for (const { a, b, distance } of golden.cosine)
      expect(countDistance(new Map(Object.entries(a)), new Map(Object.entries(b)))).toBeCloseTo(distance, 12);
    expect(countDistance(new Map(), new Map([["a", 1]]))).toBe(1);
  });
});
