import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { randomStream, shuffled } from "../../base/random.ts";
import { chanceAt } from "./chance.ts";
import type { ForecastCase, ForecastScore } from "./findings.ts";
import { scoreForecasts } from "./score.ts";

const golden = JSON.parse(
  readFileSync(new URL("../../../oracles/golden/explain_forecast.json", import.meta.url), "utf8"),
) as {
  curves: { x: number[]; share: number[]; at: number[]; chance: number[] }[];
  scored: Record<"mass" | "esr" | "after" | "shows", number[]> &
    Record<"seeds" | "questions" | "brier" | "logLoss" | "baseBrier" | "rhoEsr" | "rhoMass", number>;
};

const point = (value: number, n = 40) => ({ value, low: value, high: value, n });

interface Made {
  model?: string;
  voice: string;
  reads: number;
  esr: number;
  mass?: number;
  shows: number;
  seeds?: number;
}

const caseOf = ({ model = "m", voice, reads, esr, mass = esr, shows, seeds = 1 }: Made): ForecastCase => ({
  model,
  voice,
  forecasts: { "sentence-ends": point(reads) },
  esr: point(esr),
  mass: point(mass),
  seeds,
  shows,
});

const scoreOf = (cases: readonly ForecastCase[], forecaster: string): ForecastScore =>
  scoreForecasts(cases, 0).find((score) => score.forecaster === forecaster)!;

const valueIn = (figure: ForecastScore["brier"]): number => {
  if ("undefined" in figure) throw new Error(figure.undefined);
  return figure.value;
};

test("the curve of chances is the one that SciPy's optimiser finds", () => {
  for (const { x, share, at, chance } of golden.curves) {
    const seen = x.map((each, i) => ({ x: each, share: share[i]! }));
    at.forEach((each, i) => void expect(chanceAt(each, seen)).toBeCloseTo(chance[i]!, 6));
  }
});

test("where no forecast differs, the chance is the base rate", () => {
  const seen = [0, 0, 1].map((share) => ({ x: 5, share }));
  expect(chanceAt(5, seen)).toBeCloseTo(1.5 / 4, 12);
});

describe("scores", () => {
  const { scored } = golden;
  const cases = scored.mass.map((reads, i) =>
    caseOf({
      voice: `v${i}`,
      reads,
      esr: scored.esr[i]!,
      mass: scored.after[i]!,
      shows: scored.shows[i]!,
      seeds: scored.seeds,
    }),
  );

  test("are SciPy's, each voice by a curve through the others", () => {
    const { n, brier, logLoss, gain, rhoEsr, rhoMass } = scoreOf(cases, "sentence-ends");
    expect(n).toBe(9);
    expect(valueIn(brier)).toBeCloseTo(scored.brier, 6);
    expect(valueIn(logLoss)).toBeCloseTo(scored.logLoss, 6);
    expect(valueIn(gain)).toBeCloseTo(scored.baseBrier - scored.brier, 6);
    expect(valueIn(rhoEsr)).toBeCloseTo(scored.rhoEsr, 12);
    expect(valueIn(rhoMass)).toBeCloseTo(scored.rhoMass, 12);
    expect(valueIn(scoreOf(cases, "base-rate").brier)).toBeCloseTo(scored.baseBrier, 12);
    expect(scoreOf(cases, "base-rate").rhoEsr).toEqual({ undefined: "it says the same of every voice" });
  });

  test("do not tell a forecast that knows nothing from the base rate", () => {
    const random = randomStream(1, "blind");
    const gains = Array.from({ length: 60 }, () => {
      const reads = shuffled(scored.mass, random);
      const blind = cases.map((one, i) => ({ ...one, forecasts: { "sentence-ends": point(reads[i]!) } }));
      return scoreOf(blind, "sentence-ends").gain;
    });
    const better = gains.filter((gain) => !("undefined" in gain) && gain.low! > 0).length;
    expect(better).toBeLessThanOrEqual(0.05 * gains.length + 2 * Math.sqrt(0.05 * 0.95 * gains.length));
  });

  test("of several models rank voices within each", () => {
    const model = (name: string, scale: number) =>
      [1, 2, 3].map((k) =>
        caseOf({ model: name, voice: `v${k}`, reads: scale * k, esr: 0.1 * k, shows: k > 2 ? 1 : 0 }),
      );
    const both = [...model("small", 1e-4), ...model("large", 1e-2)];
    expect(valueIn(scoreOf(both, "sentence-ends").rhoEsr)).toBe(1);
    expect(scoreOf(both, "sentence-ends").n).toBe(6);
  });

  test("cannot be told from fewer than four voices, nor where all end alike", () => {
    const few = scoreOf(cases.slice(0, 3), "sentence-ends");
    for (const figure of [few.rhoEsr, few.rhoMass, few.brier, few.logLoss, few.gain])
      expect(figure).toEqual({ undefined: "cannot tell from 3 voices: it takes 4" });
    const none = cases.map((one) => ({ ...one, shows: 0 }));
    expect(scoreOf(none, "sentence-ends").brier).toMatchObject({ undefined: expect.stringContaining("no voice") });
    expect(valueIn(scoreOf(none, "sentence-ends").rhoEsr)).toBeCloseTo(scored.rhoEsr, 12);
  });

  test("leave out forecasters that forecast nothing, and voices that were not tuned", () => {
    const untuned = { ...cases[0]!, voice: "other", esr: null, mass: null, seeds: 0, shows: 0 };
    const scores = scoreForecasts([...cases, untuned], 0);
    expect(scores.map(({ forecaster, n }) => [forecaster, n])).toEqual([
      ["base-rate", 9],
      ["sentence-ends", 9],
    ]);
  });
});
