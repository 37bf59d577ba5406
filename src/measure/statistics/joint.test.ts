import { describe, expect, test } from "vitest";
import { bootstrapJointly, meanAt } from "./joint.ts";

describe("resampling several things together", () => {
  test("gives the statistic of what is there, and draws each thing from its own", () => {
    const seen = { questions: new Set<number>(), seeds: new Set<number>() };
    const { value, n } = bootstrapJointly(
      { questions: 4, seeds: 3 },
      ({ questions, seeds }) => {
        expect([questions.length, seeds.length]).toEqual([4, 3]);
        for (const i of questions) seen.questions.add(i);
        for (const i of seeds) seen.seeds.add(i);
        return questions.reduce((a, b) => a + b) + 100 * seeds.reduce((a, b) => a + b);
      },
      { seed: 0 },
    );
    expect([value, n]).toEqual([6 + 300, 4]);
    expect([...seen.questions].sort()).toEqual([0, 1, 2, 3]);
    expect([...seen.seeds].sort()).toEqual([0, 1, 2]);
  });

  test("an interval of two sources is wider than that of either", () => {
    const table = Array.from({ length: 20 }, (_, q) => Array.from({ length: 5 }, (_, s) => (q % 7) + 3 * s));
    const mean = (questions: Iterable<number>, seeds: readonly number[]) => {
      const cells = [...questions].flatMap((q) => seeds.map((s) => table[q]![s]!));
      return cells.reduce((a, b) => a + b) / cells.length;
    };
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    const draws = { seed: 0 };
    const both = bootstrapJointly(
      { questions: 20, seeds: 5 },
      ({ questions, seeds }) => mean(questions, [...seeds]),
      draws,
    );
    const one = bootstrapJointly({ questions: 20 }, ({ questions }) => mean(questions, [0, 1, 2, 3, 4]), draws);
    expect(both.value).toBeCloseTo(one.value, 12);
    expect(width(both)).toBeGreaterThan(2 * width(one));
  });

  test("a mean leaves out what is not known", () => {
    expect(meanAt([1, null, 3], Uint32Array.of(0, 1, 2, 2))).toBeCloseTo(7 / 3, 12);
    expect(meanAt([null], Uint32Array.of(0))).toBeNaN();
  });
});
