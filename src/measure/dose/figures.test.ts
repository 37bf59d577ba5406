import { describe, expect, it } from "vitest";
import { drawResamples } from "../statistics/bootstrap.ts";
import type { DosedAnswers } from "./answers.ts";
import { doseKey, dosesBetween, dosesOfTraits } from "./doses.ts";
import { curveOf, linesOf, slopeDifference } from "./figures.ts";

const questions = 8;
const draws = drawResamples(questions, { seed: 0 });

/** Answers whose extraversion is 0.2 z + a part of the question's own, and whose neuroticism is -0.1 z. */
function planted(slope: number, empty = false): Map<string, DosedAnswers> {
  const doses = dosesOfTraits(["extraversion"], [-2, 0, 2]);
  return new Map(
    doses.map((dose): [string, DosedAnswers] => [
      doseKey(dose),
      {
        texts: Array.from({ length: questions }, (_, q) => `${dose.at} ${q}`),
        scores: Array.from({ length: questions }, (_, q) =>
          empty && q === 0 ? null : [0, 0, slope * dose.at + q / 100, 0, -0.1 * dose.at],
        ),
        emoji: Array.from({ length: questions }, (_, q) => (dose.at > 0 && q < 4 ? 1 : 0)),
        fluency: Array.from({ length: questions }, () => 50 - dose.at),
      },
    ]),
  );
}
const doses = dosesOfTraits(["extraversion"], [-2, 0, 2]);
const lineOf = (found: Map<string, DosedAnswers>) => linesOf(doses, found)[0]!;

describe("a planted dose-response", () => {
  it("has its slopes, its lead over the others, and intervals of the questions", () => {
    const { points, slopes, lead } = curveOf(lineOf(planted(0.2)), draws);
    // Least squares through three means: (2 * y(2) - 2 * y(-2)) / 8.
    expect(slopes.scores.map(({ value }) => Number(value.toFixed(12)))).toEqual([0, 0, 0.2, 0, -0.1]);
    expect(slopes.fluency.value).toBeCloseTo(-1, 12);
    expect(slopes.esr.value).toBeCloseTo(0.125, 12);
    expect(slopes.esr.low).toBeLessThan(0.125);
    // The question's own part is the same at every dose, so the slope has no spread.
    expect(slopes.scores[2]).toMatchObject({ n: questions });
    expect(slopes.scores[2]!.high! - slopes.scores[2]!.low!).toBeLessThan(1e-12);
    expect(lead!.value).toBeCloseTo(0.1, 12);
    expect(points.map(({ at }) => at)).toEqual([-2, 0, 2]);
    expect(points[1]!.scores[2]!.value).toBeCloseTo(0.035, 12);
    expect(points[1]!.scores[2]!.high! - points[1]!.scores[2]!.low!).toBeGreaterThan(0.01);
  });

  it("is told beyond a control's, over the same questions; empty answers count nowhere", () => {
    expect(slopeDifference(lineOf(planted(0.2)), lineOf(planted(0.05)), draws)!.value).toBeCloseTo(0.15, 12);
    expect(curveOf(lineOf(planted(0.2, true)), draws).slopes.scores[2]!.value).toBeCloseTo(0.2, 12);
    const other = linesOf([{ along: "wit", at: 0, z: {} }], new Map([["0", planted(0.2).get("0")!]]))[0]!;
    expect(curveOf(other, draws).lead).toBeNull();
    expect(slopeDifference(other, other, draws)).toBeNull();
  });
});

it("between two settings every score goes in even steps, ends included", () => {
  expect(dosesBetween({ openness: 2 }, { neuroticism: -1 }, 3)).toEqual([
    { along: "path", at: 0, z: { openness: 2, neuroticism: 0 } },
    { along: "path", at: 0.5, z: { openness: 1, neuroticism: -0.5 } },
    { along: "path", at: 1, z: { openness: 0, neuroticism: -1 } },
  ]);
});

it("settings are the same where their scores but for zeros are", () => {
  expect(doseKey({ z: { a: 0, b: -0 } })).toBe("0");
  expect(doseKey({ z: { b: 1, a: -2 } })).toBe(doseKey({ z: { a: -2, b: 1, c: 0 } }));
});
