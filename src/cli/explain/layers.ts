import { readExplanation } from "../../explain/findings.ts";
import { explainLayers, planLens } from "../../explain/layers/explain.ts";
import { type LayersFindings, layersFindingsSchema } from "../../explain/layers/findings.ts";
import { layersSection } from "../../report/explain/layers.ts";
import { traitPole } from "../../trait/big-five.ts";
import { type TraitPole, traits } from "../../trait/framework.ts";
import { type Output, parameter, type Values } from "../command.ts";
import type { Context } from "../context.ts";
import { listOf, text } from "../kinds.ts";
import { openExplained } from "./arms.ts";
import { layersText } from "./layers-text.ts";
import { controlOption, explainOptions, textSettingsOf } from "./options.ts";
import type { ExplanationReport } from "./report.ts";
import { runExplain } from "./run.ts";

export const layersOptions = {
  ...explainOptions,
  control: controlOption,
  taps: parameter("--taps <list>", "the residual stream's taps to look at", listOf(text)),
  words: parameter("--words <list>", "further words to follow", listOf(text)),
};

export const layersReport: ExplanationReport = {
  title: "Where in depth emoji come",
  usual: Object.fromEntries(Object.entries(layersOptions).map(([name, { fallback }]) => [name, fallback])),
  sections: (findings, where) => [layersSection(readExplanation("layers", layersFindingsSchema, findings, where))],
};

/** Looks at the layers of a persona, in a run's folder where one is named. */
export async function explainLayersOf(given: Values<typeof layersOptions>, context: Context): Promise<Output> {
  const { taps, words, batch, threads, out, fresh } = given;
  const explained = await openExplained(given, context);
  const { source, tokenizer } = explained.model;
  planLens({ taps, words }, { layers: source.config.layers, tokenizer });
  const poles = polesOf(explained.subjects.get("persona")?.persona);
  return runExplain<LayersFindings>(
    {
      command: "explain layers",
      explained,
      settings: { ...textSettingsOf(given), taps, words },
      batch,
      threads,
      out,
      fresh,
      explain: async ({ arms, texts }, options) => {
        // The persona last: findings compare each arm with those before it.
        const ordered = [arms.base, arms.control, arms.against, arms.persona].filter((arm) => arm !== undefined);
        return explainLayers({ ...(await texts()), arms: ordered, poles, words, taps }, options);
      },
      describe: layersText,
      report: layersReport,
    },
    context,
  );
}

/** The persona's own pole and its other end; none where it has no trait of the five. */
function polesOf({ trait, pole = "high" }: { trait?: string; pole?: TraitPole["pole"] } = {}): TraitPole[] {
  const known = traits.find((each) => each === trait);
  return known === undefined ? [] : [traitPole(known, pole), traitPole(known, pole === "high" ? "low" : "high")];
}
