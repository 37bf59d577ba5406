import { readExplanation } from "../../explain/findings.ts";
import { explainNeurons } from "../../explain/neurons/explain.ts";
import { type NeuronsFindings, neuronsSchema } from "../../explain/neurons/findings.ts";
import { promptWordings } from "../../explain/neurons/prompts.ts";
import { spacesToExplain } from "../../explain/neurons/request.ts";
import type { Persona } from "../../model/persona.ts";
import { neuronsSection } from "../../report/explain/neurons.ts";
import { traitPole } from "../../trait/big-five.ts";
import { traits } from "../../trait/framework.ts";
import { type Output, parameter, untyped, type Values } from "../command.ts";
import type { Context } from "../context.ts";
import { integer, listOf, path } from "../kinds.ts";
import { countOptions } from "./count-options.ts";
import { neuronsText } from "./neurons-text.ts";
import { explainOptions, textSettingsOf } from "./options.ts";
import type { ExplanationReport } from "./report.ts";
import { runExplain } from "./run.ts";
import { type ExplainedSeeds, seedsIn } from "./seeds.ts";

/** Options of the command that decide a number. */
export const neuronsOptions = {
  ...explainOptions,
  persona: parameter("-p, --persona <dirs>", "persona folders, one a tuning seed, with commas between", listOf(path)),
  control: parameter("--control <dirs>", "personas tuned alike on neutral answers, one a seed", listOf(path)),
  ...countOptions,
  layers: parameter("--layers <list>", "look at these layers only, from 0 (default: all)", listOf(integer({ min: 0 }))),
  top: parameter("--top <n>", "units shown of each ranking", integer({ min: 1 }), 20),
};

export const neuronsReport: ExplanationReport = {
  title: "Which units carry the emoji",
  usual: untyped(neuronsOptions),
  sections: (findings, where) => [neuronsSection(readExplanation("neurons", neuronsSchema, findings, where))],
};

type Given = Values<typeof neuronsOptions> & { seeds: ExplainedSeeds };

/** Has model, personas and controls read answers, and compares what their units do. */
export function explainNeuronsOf(given: Given, context: Context): Promise<Output> {
  const { seeds, layers, top, emoji, groups, batch, threads, out, fresh } = given;
  const { explained, folders } = seeds;
  const counted = { ...(emoji && { emoji }), ...(groups && { groups }) };
  spacesToExplain(explained.model.source.config, { layers, top, counted });
  const persona = explained.subjects.get("persona")?.persona;
  return runExplain<NeuronsFindings>(
    {
      command: "explain neurons",
      explained,
      settings: { ...textSettingsOf(given), emoji, groups, layers, top },
      folders,
      batch,
      threads,
      out,
      fresh,
      report: neuronsReport,
      describe: neuronsText,
      async explain({ arms, texts }, options) {
        const { texts: read } = await texts();
        const prompts = wordingsOf(persona);
        const request = {
          base: arms.reference,
          ...seedsIn(seeds, arms),
          texts: read,
          top,
          ...((emoji || groups) && { counted }),
          ...(layers && { layers: layers.toSorted((a, b) => a - b) }),
          ...(prompts && { prompts }),
        };
        return (await explainNeurons(request, options)).findings;
      },
    },
    context,
  );
}

function wordingsOf(persona: Persona | undefined) {
  const trait = traits.find((known) => known === persona?.trait);
  return trait === undefined ? undefined : promptWordings(traitPole(trait, persona?.pole ?? "high"));
}
