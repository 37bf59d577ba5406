import type { Estimated } from "../../measure/statistics/estimated.ts";
import { interval } from "../../study/emoji/numbers.ts";
import type { ShiftArm, ShiftFindings } from "../../study/shift/findings.ts";
import { methodNames } from "../../study/shift/labels.ts";
import { joined, spoken } from "../emoji/answer.ts";

const minus = (text: string): string => text.replace("-", "−");
export const one = (value: number): string => minus(value.toFixed(1));
export const two = (value: number): string => minus(value.toFixed(2));
export const three = (value: number): string => minus(value.toFixed(3));
export const percents = (value: number): string => `${minus((100 * value).toFixed(0))} %`;

export const nameOf = (method: string): string => methodNames[method as keyof typeof methodNames] ?? method;

/** "0.82 [0.61, 0.95]"; a dash where there is none. */
export const withInterval = (estimate: Estimated | null | undefined, format: (value: number) => string): string =>
  estimate ? `${format(estimate.value)} [${interval(estimate, format).replace(" to ", ", ")}]` : "-";

/** What a model is called in a sentence. */
export const modelLabel = ({ name }: ShiftFindings["model"]): string =>
  name === "embedded" ? "the embedded model" : name;

/** Arms at the largest share with the study's own strength, in the order in which they ran. */
export const fullArms = ({ arms, settings }: ShiftFindings): ShiftArm[] =>
  arms.filter(({ id, share }) => share === settings.shares.at(-1) && !id.includes("/x"));

/** Arms of one method at the largest share, at every strength that was tried, ascending. */
export const dosesOf = ({ arms, settings }: ShiftFindings, method: string): ShiftArm[] =>
  arms
    .filter((arm) => arm.method === method && arm.share === settings.shares.at(-1))
    .sort((a, b) => (a.strength ?? 0) - (b.strength ?? 0));

/** What was asked and what came out, in a few sentences. */
export function answer(findings: ShiftFindings): string[] {
  const { settings, claims, model, mixtures } = findings;
  const asked = `We asked whether training data foretell how far ${modelLabel(model)} moves toward ${spoken(settings.trait)}, whether tuning can be kept from bringing the trait, and whether the emoji go with it.`;
  const { pearson } = mixtures.predictedScore;
  const foretold =
    "undefined" in pearson
      ? ""
      : `Over ${pearson.n} adapters, what was read in the data before any tuning goes with the trait afterwards by r ${withInterval(pearson, two)}.`;
  const full = fullArms(findings);
  const gone = full
    .filter(({ method }) => ["prevent", "increments", "ablate"].includes(method))
    .flatMap(({ method, againstPlain }) => {
      const own = againstPlain?.traitGone;
      return own ? [`${nameOf(method)} ${percents(own.value)}`] : [];
    });
  const prevented =
    gone.length === 0
      ? ""
      : `Of the trait that plain tuning on ${percents(settings.shares.at(-1)!)} trait-laden answers brings, guards while tuning keep out: ${joined(gone)}.`;
  const of = (verdict: string) => claims.filter((claim) => claim.verdict === verdict).length;
  const counted = `Of ${claims.length} claims ${of("supported")} are supported, ${of("not supported")} are not, and ${of("cannot tell at this n")} cannot be told.`;
  return [asked, foretold, prevented, counted].filter((sentence) => sentence !== "");
}
