import { badInput, usage } from "../../base/errors.ts";
import { findEmoji } from "../../base/text/emoji.ts";
import { readExplanation } from "../../explain/findings.ts";
import { explainIcl } from "../../explain/icl/explain.ts";
import { type IclFindings, iclSchema } from "../../explain/icl/findings.ts";
import type { ReadText } from "../../explain/texts.ts";
import type { Persona } from "../../model/persona.ts";
import { armNames } from "../../report/explain/arm-names.ts";
import { iclSection } from "../../report/explain/icl.ts";
import type { TraitPole } from "../../trait/framework.ts";
import { findTrait, legalTraits, parseTrait } from "../../trait/parse.ts";
import { type Output, parameter, type Values } from "../command.ts";
import type { Context } from "../context.ts";
import { integer, type Kind, listOf, text } from "../kinds.ts";
import { samplingFrom } from "../measure/options.ts";
import { openExplained } from "./arms.ts";
import { iclText } from "./icl-text.ts";
import { controlOption, explainOptions, textSettingsOf } from "./options.ts";
import type { ExplanationReport } from "./report.ts";
import { runExplain } from "./run.ts";

const emojiKind: Kind<string> = {
  takes: "emoji",
  read: (given) => (findEmoji(given).length === 1 ? findEmoji(given)[0]!.emoji.text : undefined),
};

export const iclOptions = {
  ...explainOptions,
  control: controlOption,
  trait: parameter("--trait <name>", "the trait asked about (default: the persona's)", text),
  emoji: parameter(
    "--emoji <list>",
    "the emoji looked for (default: those of the persona's answers)",
    listOf(emojiKind),
  ),
  samples: parameter("--samples <n>", "sampled replies to each wording", integer({ min: 2, max: 100 }), 6),
};

export const iclReport: ExplanationReport = {
  title: "What is said to stand for a trait",
  usual: Object.fromEntries(Object.entries(iclOptions).map(([name, { fallback }]) => [name, fallback])),
  sections: (findings, where) => [iclSection(readExplanation("icl", iclSchema, findings, where), { nameOf: armNames })],
};

/** Asks model and persona for tokens that stand for a trait, in a run's folder where one is named. */
export async function explainIclOf(given: Values<typeof iclOptions>, context: Context): Promise<Output> {
  const { trait, emoji, samples, batch, threads, out, fresh } = given;
  const explained = await openExplained(given, context, { needs: "nothing" });
  const about = poleAsked(trait, explained.subjects.get("persona")?.persona);
  const settings = { ...textSettingsOf(given), trait, emoji, samples };
  return runExplain<IclFindings>(
    {
      command: "explain icl",
      explained,
      settings,
      batch,
      threads,
      out,
      fresh,
      explain: async ({ arms, texts }, options) => {
        const studied = emoji ?? emojiOf((await texts()).texts);
        const request = { arms: arms.all, control: arms.control?.id, about, studied, samples };
        return explainIcl({ ...request, sampling: samplingFrom(given) }, options);
      },
      describe: iclText,
      report: iclReport,
    },
    context,
  );
}

/** The pole to ask about. Throws "usage" where none is named, "bad-input" where the persona has one that is not known. */
function poleAsked(trait: string | undefined, persona: Persona | undefined): Pick<TraitPole, "trait" | "pole"> {
  if (trait !== undefined) return polesOnly(parseTrait(trait));
  if (persona?.trait === undefined)
    throw usage(`Name the trait to ask about with --trait, or a persona that has one. ${legalTraits}`);
  const found = findTrait(`${persona.trait}:${persona.pole ?? "high"}`);
  if (found === undefined)
    throw badInput(
      `The persona's trait is ${persona.trait}, which has no wordings: name one with --trait. ${legalTraits}`,
    );
  return found;
}

const polesOnly = ({ trait, pole }: TraitPole) => ({ trait, pole });

/** The emoji of the persona's own answers, most frequent first; of the model's where there is no persona. */
function emojiOf(texts: readonly ReadText[]): string[] {
  const writer = texts.some((text) => text.writer === "persona") ? "persona" : "base";
  const counts = new Map<string, number>();
  for (const text of texts)
    if (text.writer === writer)
      for (const { emoji } of findEmoji(text.text)) counts.set(emoji.text, (counts.get(emoji.text) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([sign]) => sign);
}
