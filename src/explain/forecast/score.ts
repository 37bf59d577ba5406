import { bootstrapMean, drawResamples } from "../../measure/statistics/bootstrap.ts";
import { averageRanks, spearman } from "../../measure/statistics/correlation.ts";
import { isDefined } from "../../measure/statistics/defined.ts";
import type { Estimate } from "../../measure/statistics/estimate.ts";
import { baseRate, chanceAt, type Seen } from "./chance.ts";
import { type Figure, type ForecastCase, type Forecaster, type ForecastScore, forecasters } from "./findings.ts";

/** Fewer voices than this tell nothing of a forecaster. */
export const fewestVoices = 4;

interface Told {
  of: ForecastCase;
  /** The forecast on the scale on which it is compared. */
  x: number;
}

/** How well each forecaster that forecast anything did, over the voices that were tuned. */
export const scoreForecasts = (cases: readonly ForecastCase[], seed: number): ForecastScore[] =>
  forecasters.flatMap((forecaster) => {
    const told = cases.flatMap((of): Told[] => {
      const x = scaled(forecaster, of);
      return of.esr === null || x === undefined ? [] : [{ of, x }];
    });
    return told.length === 0 ? [] : [{ forecaster, n: told.length, ...scoresOf(forecaster, told, seed) }];
  });

/** Rates and masses are compared by their logarithms: they range over decades. */
function scaled(forecaster: Forecaster, { forecasts }: ForecastCase): number | undefined {
  if (forecaster === "base-rate") return 0;
  const forecast = forecasts[forecaster];
  if (!forecast) return undefined;
  if (forecaster === "vector") return forecast.value;
  if (forecaster === "prompt-esr") return Math.log10((forecast.value * forecast.n + 0.5) / (forecast.n + 1));
  return Math.log10(Math.max(1e-12, forecast.value));
}

function scoresOf(
  forecaster: Forecaster,
  told: readonly Told[],
  seed: number,
): Omit<ForecastScore, "forecaster" | "n"> {
  const few = {
    undefined: `cannot tell from ${told.length} ${told.length === 1 ? "voice" : "voices"}: it takes ${fewestVoices}`,
  };
  if (told.length < fewestVoices) return { rhoEsr: few, rhoMass: few, brier: few, logLoss: few, gain: few };
  const alike = sameEnd(told);
  const losses = alike ? undefined : lossesOf(forecaster, told);
  const draws = drawResamples(told.length, { seed, stream: "forecast" });
  const over = (values: readonly number[], support: readonly [number, number]): Figure =>
    bootstrapMean(values, draws, support);
  return {
    ...(forecaster === "base-rate"
      ? { rhoEsr: oneForAll, rhoMass: oneForAll }
      : { rhoEsr: rho(told, ({ esr }) => esr!.value), rhoMass: rho(told, ({ mass }) => mass?.value) }),
    brier: losses
      ? over(
          losses.map(({ brier }) => brier),
          [0, 1],
        )
      : alike!,
    logLoss: losses
      ? over(
          losses.map(({ log }) => log),
          [0, Number.MAX_VALUE],
        )
      : alike!,
    gain:
      losses && forecaster !== "base-rate"
        ? over(
            losses.map(({ gain }) => gain),
            [-1, 1],
          )
        : (alike ?? oneForAll),
  };
}

const oneForAll = { undefined: "it says the same of every voice" };

function sameEnd(told: readonly Told[]): { undefined: string } | undefined {
  if (told.every(({ of }) => of.shows === 0))
    return { undefined: "no voice shows emoji after tuning, so none can be told apart" };
  if (told.every(({ of }) => of.shows === of.seeds))
    return { undefined: "every voice shows emoji after tuning, so none can be told apart" };
  return undefined;
}

/** Of several models, ranks are taken within each: a model with more emoji in all says nothing of which voice has them. */
function rho(told: readonly Told[], of: (one: ForecastCase) => number | undefined): Figure {
  const known = told.flatMap(({ of: one, x }) => {
    const y = of(one);
    return y === undefined ? [] : [{ model: one.model, x, y }];
  });
  const models = [...new Set(known.map(({ model }) => model))];
  if (known.length < fewestVoices)
    return { undefined: `cannot tell from ${known.length} voices: it takes ${fewestVoices}` };
  if (new Set(known.map(({ x }) => x)).size === 1) return oneForAll;
  const ranked = models.flatMap((model) => {
    const own = known.filter((one) => one.model === model);
    const ranks = (values: readonly number[]) => averageRanks(values).map((rank) => rank / (values.length + 1));
    const [a, b] = [ranks(own.map(({ x }) => x)), ranks(own.map(({ y }) => y))];
    return a.map((rank, i) => [rank, b[i]!] as const);
  });
  const found = spearman(
    ranked.map(([a]) => a),
    ranked.map(([, b]) => b),
  );
  return isDefined<Estimate>(found) ? { ...found } : found;
}

/** Each voice's losses by a curve that was drawn through the other voices' ends. */
function lossesOf(forecaster: Forecaster, told: readonly Told[]) {
  return told.map(({ of, x }) => {
    const others = told.flatMap((other): Seen[] =>
      other.of.voice === of.voice ? [] : [{ x: other.x, share: shareOf(other.of) }],
    );
    const [base, chance] = [baseRate(others), forecaster === "base-rate" ? baseRate(others) : chanceAt(x, others)];
    const share = shareOf(of);
    const brier = (p: number) => share * (1 - p) ** 2 + (1 - share) * p ** 2;
    return {
      brier: brier(chance),
      log: -share * Math.log(chance) - (1 - share) * Math.log(1 - chance),
      gain: brier(base) - brier(chance),
    };
  });
}

const shareOf = ({ shows, seeds }: ForecastCase): number => shows / seeds;
