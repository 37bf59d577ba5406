import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawResamples } from "../../measure/statistics/bootstrap.ts";
import { curveBand, halfwayDepth, meanCurve } from "./curve.ts";

const depths = [0, 1, 2, 3, 4];
const halfOf = (texts: readonly number[][], at: readonly number[] = depths) =>
  halfwayDepth(meanCurve(texts, drawResamples(texts.length, { seed: 0, resamples: 500 })), at);
/** Texts that all show one curve. */
const alike = (...curve: number[]) => Array.from({ length: 8 }, () => curve);

describe("halfwayDepth", () => {
  test.each([
    ["a straight line: in the middle", [0, 1, 2, 3, 4], 2],
    ["a step: within the block that makes it", [-9, -9, -9, -1, -1], 2.5],
    ["a fall is a way too", [5, 5, 5, 4, 1], 3 + 1 / 3],
    ["a bump that is undone does not count: the last crossing does", [0, 6, 0, 4, 8], 3],
    ["what comes in the first block", [0, 10, 10, 10, 10], 0.5],
    ["beyond the end and back", [0, 0, 9, 5, 4], 1 + 2 / 9],
  ])("%s", (_, curve, depth) => {
    expect(halfOf(alike(...curve))).toEqual({
      value: expect.closeTo(depth, 9),
      low: expect.closeTo(depth, 9),
      high: expect.closeTo(depth, 9),
      n: 8,
    });
  });

  test("speaks of depths, not of how many streams there are", () => {
    expect(halfOf(alike(0, 1, 2), [0, 0.5, 4])).toMatchObject({ value: 0.5 });
  });

  test("is not defined where texts do not agree that anything changes, and without spread", () => {
    const random = [1, -1, 2, -2, 0.5, -0.6].map((x) => [0, 0, 0, 0, x]);
    expect(halfOf(random)).toEqual({ undefined: expect.stringContaining("cannot be told from nothing") });
    expect(halfOf(alike(3, 2, 1, 2, 3))).toEqual({ undefined: expect.stringContaining("nothing changes") });
    expect(halfOf([[0, 1, 2, 3, 4]])).toEqual({ undefined: expect.stringContaining("single text") });
  });

  test("any monotone way, moved, stretched or turned over: the same depth, where half of the way lies", () => {
    const step = fc.double({ min: 0, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 4, maxLength: 4 }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        fc.constantFrom(-3, 1, 7),
        (steps, start, factor) => {
          fc.pre(steps.reduce((a, b) => a + b) > 1e-3);
          const curve = [0];
          for (const each of steps) curve.push(curve.at(-1)! + each);
          const found = halfOf(alike(...curve.map((x) => start + factor * x)));
          if ("undefined" in found) throw new Error(found.undefined);
          const block = Math.min(3, Math.floor(found.value));
          const reached = curve[block]! + (found.value - block) * (curve[block + 1]! - curve[block]!);
          expect(reached / curve.at(-1)!).toBeCloseTo(0.5, 6);
        },
      ),
    );
  });

  test("its interval holds the depths that resampled texts have", () => {
    const texts = [1, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.4].map((at) => depths.map((d) => Math.min(4, Math.max(0, d * at))));
    const found = halfOf(texts);
    if ("undefined" in found) throw new Error(found.undefined);
    expect(found.low).toBeLessThan(found.value);
    expect(found.high).toBeGreaterThan(found.value);
    expect(found.low).toBeGreaterThan(2 / 2.4);
    expect(found.high).toBeLessThan(2 / 1);
  });
});

test("a band is the mean with its percentiles at each stream; a single text's has no bounds", () => {
  const draws = drawResamples(3, { seed: 1, resamples: 400 });
  const texts = [
    [0, 1],
    [0, 2],
    [0, 6],
  ];
  const { value, low, high } = curveBand(meanCurve(texts, draws));
  expect(value).toEqual([0, 3]);
  expect([low[0], high[0]]).toEqual([0, 0]);
  expect(low[1]).toBeLessThan(3);
  expect(high[1]).toBeGreaterThan(3);
  const one = curveBand(meanCurve([[2]], drawResamples(1, { seed: 1 })));
  expect(one).toEqual({ value: [2], low: [Number.NEGATIVE_INFINITY], high: [Number.POSITIVE_INFINITY] });
});
