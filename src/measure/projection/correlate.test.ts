import { describe, expect, test } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { isDefined } from "../statistics/defined.ts";
import { overPrompts, type ScoredProjection, withinPrompts } from "./correlate.ts";

const value = (of: ReturnType<typeof overPrompts>["pearson"]) => (isDefined(of) ? of.value : Number.NaN);

/** Rollouts whose score follows the prompt's level, and within a prompt the projection's own noise with `slope`. */
function rollouts(slope: number, prompts = 20, each = 6): ScoredProjection[] {
  const random = randomStream(3, "correlate");
  return Array.from({ length: prompts }, (_, p) => {
    const noise = normals(2 * each, random);
    return Array.from({ length: each }, (_, r) => ({
      prompt: `p${p}`,
      projection: 3 * p + noise[r]!,
      score: 3 * p + slope * noise[r]! + 0.3 * noise[each + r]!,
    }));
  }).flat();
}

describe("correlation of projections with scores", () => {
  test("prompts that differ correlate even where answers to one prompt do not", () => {
    const rows = rollouts(0);
    expect(value(overPrompts(rows).pearson)).toBeGreaterThan(0.99);
    const within = withinPrompts(rows).pearson;
    if (!isDefined(within)) throw new Error(within.undefined);
    expect(within.n).toBe(120);
    expect(within.low).toBeLessThan(0);
    expect(within.high).toBeGreaterThan(0);
    expect(value(withinPrompts(rollouts(1)).pearson)).toBeGreaterThan(0.9);
    expect(value(withinPrompts(rollouts(-1)).spearman)).toBeLessThan(-0.7);
  });

  test("within prompts equals the correlation of what is centred by hand", () => {
    const rows = [
      { prompt: "a", projection: 1, score: 10 },
      { prompt: "a", projection: 3, score: 30 },
      { prompt: "b", projection: 100, score: 0 },
      { prompt: "b", projection: 101, score: 40 },
      { prompt: "b", projection: null, score: 40 },
      { prompt: "c", projection: 5, score: 5 },
    ];
    // x: -1 1 -.5 .5, y: -10 10 -20 20
    expect(value(withinPrompts(rows).pearson)).toBeCloseTo(40 / Math.sqrt(2.5 * 1000), 12);
    expect(value(withinPrompts(rows).spearman)).toBe(1);
    expect(overPrompts(rows).pearson).toMatchObject({ n: 3 });
  });

  test("a prompt's last token is the same for all its answers: there is nothing within it", () => {
    const rows = rollouts(1).map((row) => ({ ...row, projection: Number(row.prompt.slice(1)) }));
    expect(withinPrompts(rows).pearson).toEqual({ undefined: "one side is the same in all answers to a prompt" });
    expect(withinPrompts([]).pearson).toEqual({ undefined: "no prompt has two answers with a score" });
  });
});
