import type { ForecastCase } from "./findings.ts";
import { fewestVoices } from "./score.ts";

/** What would make the scores worthless, a sentence each. */
export function warningsOf(cases: readonly ForecastCase[]): string[] {
  const tuned = cases.filter(({ seeds }) => seeds > 0);
  return [
    tuned.length < fewestVoices &&
      `Only ${tuned.length} ${tuned.length === 1 ? "voice was" : "voices were"} tuned: a forecaster can be scored from ${fewestVoices} on, and told from chance from about ten.`,
    tuned.length >= fewestVoices &&
      tuned.length < 10 &&
      `${tuned.length} voices were tuned: intervals of scores are wide, and a rank correlation of less than about ${(2 / Math.sqrt(tuned.length - 1)).toFixed(1)} cannot be told from none.`,
    tuned.length > 0 &&
      tuned.every(({ esr, mass }) => esr!.value === 0 && (mass?.value ?? 0) < 1e-6) &&
      "No voice writes emoji after tuning nor comes near it: there is nothing to forecast.",
  ].filter((warning) => typeof warning === "string");
}
