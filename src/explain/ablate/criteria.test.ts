import { expect, test } from "vitest";
import { chanceOf, criteria, keepsTrait, removes } from "./criteria.ts";
import type { Outcome } from "./effects.ts";

const estimate = (value: number, low: number | null) => ({ value, low, high: null, n: 9 });
const outcome = (value: number | null) => ({ removed: value === null ? null : estimate(value, 0) }) as Outcome;

test("the lower end decides, and nothing is said of what was not there", () => {
  for (const [of, told] of [
    [removes, "removed"],
    [keepsTrait, "retained"],
  ] as const) {
    const say = (low: number | null) => of({ [told]: estimate(1, low) } as unknown as Outcome);
    expect([say(criteria.removed), say(criteria.removed - 1e-9), say(null)]).toEqual([true, false, false]);
    expect(of({ [told]: null } as unknown as Outcome)).toBeUndefined();
  }
});

test("chance counts the random ones that remove as much, and the own one among them", () => {
  const random = [0.1, 0.5, null, 0.9].map(outcome);
  expect(chanceOf(outcome(0.5), random)).toBe(3 / 5);
  expect(chanceOf(outcome(1), random)).toBe(1 / 5);
  expect(chanceOf(outcome(null), random)).toBeNull();
  expect(chanceOf(outcome(1), [])).toBeNull();
});
