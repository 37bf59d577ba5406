import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binomialTest, binomialUpperTail, detectableRise } from "./binomial.ts";
import { holm } from "./holm.ts";
import { exactMcNemar, pairedProportions } from "./paired.ts";
import { pooledProportions } from "./pooled.ts";
import { signFlipTest } from "./sign-flip.ts";

interface Golden {
  flips: { differences: number[]; p: number }[];
  holm: { p: number[]; adjusted: number[] }[];
  tails: [number, number, number, number][];
}
const golden = JSON.parse(
  readFileSync(new URL("../../../oracles/golden/tests_of_contrasts.json", import.meta.url), "utf8"),
) as Golden;

describe("equal to SciPy and statsmodels", () => {
  test.each(golden.flips)("sign flips of $differences.length", ({ differences, p }) => {
    const ours = signFlipTest(differences, { seed: 0 });
    // Beyond the listed patterns a random share of them: within four standard errors.
    if (differences.length > 13) expect(Math.abs(ours - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 9999) + 1e-4);
    else expect(ours).toBeCloseTo(p, 12);
  });

  test.each(golden.holm)("Holm of $p", ({ p, adjusted }) => {
    for (const [i, value] of holm(p).entries()) expect(value).toBeCloseTo(adjusted[i]!, 12);
  });

  test.each(golden.tails)("P(X >= %d) of %d at %f", (k, n, p, tail) => {
    expect(binomialUpperTail(k, n, p) / tail).toBeCloseTo(1, 9);
  });
});

test("flips of yes/no differences are the exact McNemar test", () => {
  fc.assert(
    fc.property(fc.nat(6), fc.nat(6), fc.nat(5), (onlyA, onlyB, same) => {
      const differences = [
        ...Array<number>(onlyA).fill(1),
        ...Array<number>(onlyB).fill(-1),
        ...Array<number>(same).fill(0),
      ];
      expect(signFlipTest(differences, { seed: 1 })).toBeCloseTo(exactMcNemar(onlyA, onlyB), 12);
    }),
  );
});

test("a random flip test repeats with its seed and not with another", () => {
  const differences = Array.from({ length: 40 }, (_, i) => Math.sin(i * 1.7) + 0.3);
  const p = signFlipTest(differences, { seed: 3 });
  expect(signFlipTest(differences, { seed: 3 })).toBe(p);
  expect(signFlipTest(differences, { seed: 4 })).not.toBe(p);
});

test("with one replicate the pooled interval is Newcombe's", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 2, maxLength: 60 }), (pairs) => {
      const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
      const { difference } = pairedProportions(a, b);
      const pooled = pooledProportions(a.map(Number), b.map(Number));
      expect(pooled.low).toBeCloseTo(difference.low, 9);
      expect(pooled.high).toBeCloseTo(difference.high, 9);
    }),
  );
});

test("nothing seen in any replicate still leaves an interval", () => {
  const nothing = new Array<number>(40).fill(0);
  const { value, low, high } = pooledProportions(nothing, nothing);
  expect(value).toBe(0);
  expect(high).toBeCloseTo(0.0876, 3);
  expect(low).toBeCloseTo(-0.0876, 3);
});

test("the detectable rise is called with the power asked for, and not below it", () => {
  const rise = detectableRise(40, 0, 0.05)!;
  expect(binomialUpperTail(6, 40, rise)).toBeCloseTo(0.8, 9); // six discordant pairs: p = 2 / 64
  expect(detectableRise(200, 0, 0.05)).toBeLessThan(rise);
  expect(detectableRise(40, 3, 0.05)).toBeGreaterThan(rise);
  expect(detectableRise(40, 0, 0.001)).toBeGreaterThan(rise);
  expect(detectableRise(5, 0, 0.05)).toBeNull(); // five pairs of five: p = 1 / 16
});

test("the two-sided binomial test", () => {
  expect(binomialTest(5, 10, 0.5)).toBe(1);
  expect(binomialTest(10, 10, 0.5)).toBeCloseTo(2 / 1024, 12);
  expect(binomialTest(0, 10, 0.5)).toBeCloseTo(2 / 1024, 12);
});
