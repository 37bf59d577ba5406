import { expect, test } from "vitest";
import { contrastOf, correct, meanColumn, overAll } from "./contrasts.ts";
import { pushesDown, verdictOf } from "./verdicts.ts";

const column = (level: number, n = 12) => Array.from({ length: n }, (_, i) => level + (i % 3));

test("a difference is over the questions that both score; its p is the sign flips'", () => {
  const found = contrastOf(column(20), [...column(10).slice(0, 11), null], 0)!;
  expect(found.difference.value).toBe(10);
  expect(found.difference.n).toBe(11);
  expect(found.p).toBe(2 / 2 ** 11);
  expect(contrastOf([1, null], [null, 2], 0)).toBeNull();
  expect(contrastOf(column(5), column(5), 0)!.p).toBe(1);
});

test("above all rivals: the nearest is named, and one that is not beaten makes it unsure", () => {
  const own = column(30);
  const far = overAll(
    own,
    [
      ["near", column(25)],
      ["far", column(0)],
    ],
    0,
  )!;
  expect([far.rival, far.difference.value]).toEqual(["near", 5]);
  expect(far.p).toBeLessThan(0.01);
  const beaten = overAll(
    own,
    [
      ["above", column(31)],
      ["far", column(0)],
    ],
    0,
  )!;
  expect([beaten.rival, beaten.p]).toEqual(["above", 1]);
  expect(overAll(own, [], 0)).toBeNull();
});

test("Holm's correction leaves out what is not known; means are by question", () => {
  const contrasts = [contrastOf(column(9), column(1), 0), null, contrastOf(column(9), column(9), 0)];
  correct(contrasts);
  expect(contrasts[0]!.pHolm).toBeCloseTo((2 * 2) / 2 ** 12, 12);
  expect(contrasts[2]!.pHolm).toBe(1);
  expect(
    meanColumn([
      [1, null, 3],
      [3, null, null],
    ]),
  ).toEqual([2, null, 3]);
});

test("verdicts ask for no steering and random directions first, and for all rivals then", () => {
  const sure = (value: number) => ({
    difference: { value, low: value - 1, high: value + 1, n: 24 },
    p: 0.001,
    pHolm: 0.01,
  });
  const unsure = { ...sure(1), p: 0.4, pHolm: 0.9 };
  const vector = {
    ...{ id: "a", name: "a", pole: null, opposite: "b", prompted: null, why: null, swept: null },
    made: { kept: 20, layer: 1, auc: { value: 1, low: 1, high: 1, n: 20 }, splitHalf: null },
    best: { layer: 1, strength: 0.5 },
    own: sure(20),
    overVectors: { ...sure(9), rival: "b" },
    overTraits: { ...sure(9), rival: "c" },
    overRandom: sure(19),
    down: sure(-4),
  };
  const of = (over: Partial<typeof vector>) => verdictOf({ ...vector, ...over }).verdict;
  expect(of({})).toBe("its own most");
  expect(of({ overTraits: { ...unsure, rival: "c" } })).toBe("its own");
  expect(of({ overRandom: unsure })).toBe("not shown");
  expect(of({ own: unsure })).toBe("not shown");
  expect(of({ own: sure(-3) })).toBe("other way");
  expect(verdictOf({ ...vector, best: null, why: "No point." })).toEqual({ verdict: "no point", words: "No point." });
  expect([pushesDown(vector), pushesDown({ down: sure(4) }), pushesDown({ down: null })]).toEqual([true, false, null]);
});
