import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomStream } from "../../base/random.ts";
import { bootstrap, bootstrapMean, bootstrapRatio, drawResamples } from "./bootstrap.ts";
import { quantile } from "./estimate.ts";
import { exactMcNemar, logRatio, pairedDifference, pairedProportions, pairedRatioDifference } from "./paired.ts";
import { wilson } from "./wilson.ts";

interface Golden {
  wilson: [number, number, number, number][];
  mcnemar: [number, number, number][];
  newcombe: [number, number, number, number, number, number][];
  quantiles: { values: number[]; at: number[]; are: number[] }[];
  bootstrap: Record<"values" | "sentences" | "emoji" | "other", number[]> &
    Record<"mean" | "ratio" | "difference" | "logRatio", [number, number]>;
}
const golden = JSON.parse(
  readFileSync(new URL("../../../oracles/golden/intervals.json", import.meta.url), "utf8"),
) as Golden;

/** Outcomes of two arms from the cells of their table. */
function table(both: number, onlyA: number, onlyB: number, neither: number): [boolean[], boolean[]] {
  const cells: [number, boolean, boolean][] = [
    [both, true, true],
    [onlyA, true, false],
    [onlyB, false, true],
    [neither, false, false],
  ];
  const column = (index: 1 | 2) => cells.flatMap((cell) => Array<boolean>(cell[0]).fill(cell[index]));
  return [column(1), column(2)];
}

describe("equal to SciPy and statsmodels", () => {
  test.each(golden.wilson)("Wilson %d of %d", (k, n, low, high) => {
    const estimate = wilson(k, n);
    expect(estimate.low).toBeCloseTo(low, 12);
    expect(estimate.high).toBeCloseTo(high, 12);
  });

  test.each(golden.mcnemar)("exact McNemar %d against %d", (a, b, p) => {
    expect(exactMcNemar(a, b) / p).toBeCloseTo(1, 9);
  });

  test.each(golden.newcombe)("Newcombe without correlation %d %d %d %d", (both, onlyA, onlyB, neither, low, high) => {
    const { difference } = pairedProportions(...table(both, onlyA, onlyB, neither));
    expect(difference.low).toBeCloseTo(low, 12);
    expect(difference.high).toBeCloseTo(high, 12);
  });

  test("quantiles", () => {
    for (const { values, at, are } of golden.quantiles) {
      const sorted = Float64Array.from(values).sort();
      for (const [i, probability] of at.entries()) expect(quantile(sorted, probability)).toBeCloseTo(are[i]!, 12);
    }
  });

  // Other random draws: within a tenth of the interval's width (20,000 resamples on both sides move by less).
  const { values, sentences, emoji, other } = golden.bootstrap;
  const options = { seed: 1, resamples: 20_000 };
  const draws = drawResamples(values.length, options);
  test.each([
    ["mean", () => bootstrapMean(values, draws)],
    ["ratio", () => bootstrapRatio(emoji, sentences, draws)],
    [
      "difference",
      () =>
        pairedRatioDifference(
          { numerators: emoji, denominators: sentences },
          { numerators: other, denominators: sentences },
          options,
        ),
    ],
  ] as const)("bootstrap %s", (name, estimate) => {
    const [low, high] = golden.bootstrap[name];
    const ours = estimate();
    expect(Math.abs(ours.low - low)).toBeLessThan((high - low) / 10);
    expect(Math.abs(ours.high - high)).toBeLessThan((high - low) / 10);
  });

  test("bootstrap log ratio", () => {
    const [low, high] = golden.bootstrap.logRatio;
    const { ratio } = logRatio(values, sentences, options);
    expect(Math.abs(Math.log(ratio.low) - low)).toBeLessThan((high - low) / 10);
    expect(Math.abs(Math.log(ratio.high) - high)).toBeLessThan((high - low) / 10);
  });
});

describe("paired proportions", () => {
  test("the airway example of Fagerland, Lydersen and Laake (2014): -0.507 to -0.026, exact p 0.070", () => {
    const { difference, p } = pairedProportions(...table(1, 1, 7, 12));
    expect(difference.low).toBeCloseTo(-0.507, 3);
    expect(difference.high).toBeCloseTo(-0.026, 3);
    expect(p).toBeCloseTo(0.0703, 4);
  });

  test("an interval is never empty, holds the difference, and turns with the arms", () => {
    const cell = fc.nat({ max: 60 });
    fc.assert(
      fc.property(cell, cell, cell, cell, (both, onlyA, onlyB, neither) => {
        fc.pre(both + onlyA + onlyB + neither > 0);
        const [a, b] = table(both, onlyA, onlyB, neither);
        const there = pairedProportions(a, b).difference;
        const back = pairedProportions(b, a).difference;
        expect(there.high).toBeGreaterThan(there.low);
        expect(there.low <= there.value && there.value <= there.high).toBe(true);
        expect(there.low >= -1 - 1e-9 && there.high <= 1 + 1e-9).toBe(true);
        expect(back.low).toBeCloseTo(-there.high, 12);
      }),
    );
  });

  test("covers the truth about 95 times in 100 at rates near 0", () => {
    const random = randomStream(3, "coverage");
    let covered = 0;
    for (let trial = 0; trial < 2000; trial++) {
      const [a, b]: [boolean[], boolean[]] = [[], []];
      for (let i = 0; i < 80; i++) {
        const shared = random.uniform() < 0.02;
        a.push(shared || random.uniform() < 0.08);
        b.push(shared || random.uniform() < 0.02);
      }
      const truth = 0.98 * (0.08 - 0.02);
      const { low, high } = pairedProportions(a, b).difference;
      if (low <= truth && truth <= high) covered++;
    }
    expect(covered / 2000).toBeGreaterThan(0.935);
    expect(covered / 2000).toBeLessThan(0.985);
  });
});

describe("bootstrap", () => {
  test("the same seed and stream give the same draws; others do not", () => {
    const indices = (seed: number, stream?: string) => drawResamples(30, { seed, stream }).indices;
    expect(indices(1)).toEqual(indices(1));
    expect(indices(1)).not.toEqual(indices(2));
    expect(indices(1)).not.toEqual(indices(1, "other"));
    expect(drawResamples(30, { seed: 1 }).count).toBe(2000);
  });

  test("draws are uniform: each of 10 items about a tenth of the time", () => {
    const counts = new Array<number>(10).fill(0);
    for (const index of drawResamples(10, { seed: 0 }).indices) counts[index]!++;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(4 * Math.sqrt(2000 * 0.9));
  });

  test("equals the full list of draws for two items: 0, 1/2, 1/2, 1", () => {
    const draws = { n: 2, count: 4, indices: Uint32Array.of(0, 0, 0, 1, 1, 0, 1, 1) };
    const many = { n: 2, count: 40, indices: Uint32Array.from({ length: 80 }, (_, i) => draws.indices[i % 8]!) };
    expect(bootstrapMean([0, 1], many)).toEqual({ value: 0.5, low: 0, high: 1, n: 2 });
  });

  test("one item says nothing about spread", () => {
    const estimate = bootstrapMean([0.4], drawResamples(1, { seed: 0 }), [0, 1]);
    expect(estimate).toEqual({ value: 0.4, low: 0, high: 1, n: 1 });
  });

  test("draws without a value are left out", () => {
    const draws = drawResamples(3, { seed: 0 });
    const estimate = bootstrap(draws, (indices) => (indices.includes(0) ? 2 : Number.NaN));
    expect(estimate).toEqual({ value: 2, low: 2, high: 2, n: 3 });
  });
});

describe("paired values", () => {
  test("a constant shift has no spread", () => {
    expect(pairedDifference([3, 5, 9], [1, 3, 7], { seed: 0 })).toEqual({ value: 2, low: 2, high: 2, n: 3 });
  });

  test("a constant factor is the ratio, whatever the items", () => {
    const b = [1e-6, 0.3, 2e-9, 0.04];
    const { ratio, raised } = logRatio(
      b.map((x) => 7 * x),
      b,
      { seed: 0 },
    );
    for (const x of [ratio.value, ratio.low, ratio.high]) expect(x).toBeCloseTo(7, 9);
    expect(raised).toBe(0);
  });

  test("zeros count as the floor and are told", () => {
    const { ratio, raised } = logRatio([0, 1e-6], [0, 0], { seed: 0, floor: 1e-8 });
    expect(ratio.value).toBeCloseTo(10, 9);
    expect(raised).toBe(3);
  });

  test("unlike lengths are refused", () => {
    expect(() => pairedDifference([1], [1, 2], { seed: 0 })).toThrow(RangeError);
    expect(() => wilson(0, 0)).toThrow(RangeError);
  });
});
