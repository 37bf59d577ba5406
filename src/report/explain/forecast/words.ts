import type { Estimated } from "../../../explain/findings.ts";
import {
  baselines,
  type Figure,
  type Forecaster,
  type ForecastFindings,
  type ForecastScore,
} from "../../../explain/forecast/findings.ts";
import { isDefined } from "../../../measure/statistics/defined.ts";
import { interval } from "../../../study/emoji/numbers.ts";

export const forecasterNames: Readonly<Record<Forecaster, string>> = {
  "base-rate": "always the base rate",
  "prompt-esr": "ESR under the persona prompt",
  "prompt-mass": "emoji mass under the persona prompt",
  "sentence-ends": "emoji mass at sentence ends of the tuning answers",
  "answer-ends": "emoji mass at ends of the tuning answers",
  vector: "persona vector",
};

/** "high extraversion", "the neutral answers". */
export function voiceName(voice: string): string {
  if (voice === "neutral") return "neutral answers (control)";
  const [trait, pole] = voice.split("/");
  return pole === undefined ? voice : `${pole} ${trait}`;
}

/** A rank correlation: "0.96", "−0.20". */
export const correlation = (value: number): string => value.toFixed(2).replace("-", "\u2212");

/** The figure where there is one. */
export const known = (figure: Figure): Estimated | undefined =>
  isDefined<Estimated & object>(figure as never) ? (figure as Estimated) : undefined;

/** What was held against what. */
export function forecastMethod({ cases }: ForecastFindings): string {
  const tuned = cases.filter(({ seeds }) => seeds > 0);
  return `Before anything is tuned, the untuned model reads the answers that each voice would be tuned on, and answers under each voice's persona prompt; how probable emoji are to it there is held against what ${tuned.length === 1 ? "the one voice that was tuned" : `the ${tuned.length} voices that were tuned`} did afterwards.`;
}

/** How the best forecaster did, and whether it beats those that cost nothing. */
export function forecastAnswer({ scores }: ForecastFindings): string {
  const ranked = scores
    .filter(({ forecaster }) => !baselines.includes(forecaster))
    .flatMap((score) => {
      const rho = known(score.rhoEsr);
      return rho ? [{ score, rho }] : [];
    })
    .sort((a, b) => b.rho.value - a.rho.value);
  const best = ranked[0];
  if (best === undefined) return reasonOf(scores);
  const { score, rho } = best;
  const baseline = scores.find(({ forecaster }) => forecaster === "prompt-esr");
  const against = baseline && known(baseline.rhoEsr);
  return [
    `Of what can be read before tuning, the ${forecasterNames[score.forecaster]} orders the voices most as they came out: rank correlation with the ESR after tuning ${correlation(rho.value)} (95 % ${interval(rho, correlation)}, ${rho.n} voices)${against ? `; the ESR under the persona prompt, a forecast that costs nothing, ${correlation(against.value)}` : ""}. ${ranked.length > 1 ? `It was chosen after the fact among ${ranked.length}, so its figure is a little too good.` : ""}`,
    gainWords(score),
  ].join(" ");
}

function gainWords({ gain }: ForecastScore): string {
  const found = known(gain);
  if (found === undefined) return `Whether a voice shows emoji at all: ${"undefined" in gain ? gain.undefined : ""}.`;
  const better = found.low !== null && found.low > 0;
  const worse = found.high !== null && found.high < 0;
  return `As a chance of “shows emoji” it is ${better ? "better" : worse ? "worse" : "not surely better or worse"} than always saying the base rate: Brier score lower by ${correlation(found.value)} (95 % ${interval(found, correlation)}).`;
}

const reasonOf = (scores: readonly ForecastScore[]): string => {
  const reasons = scores.flatMap(({ rhoEsr }) => ("undefined" in rhoEsr ? rhoEsr.undefined : []));
  return `What the forecasts are worth cannot be told: ${reasons.at(-1) ?? "no voice was tuned"}.`;
};

export const forecastLimits =
  "What this rests on: voices are what is counted, not answers or seeds, since all seeds of a voice share its text; only more voices, or more models, narrow the intervals of the scores. Chances of “shows emoji” come from a curve through the other voices’ ends, so no voice is foretold by its own. “Shows emoji”: the rise of its ESR over the base model’s on the same questions has its 95 % interval above 0.";
