import { badInput } from "../../base/errors.ts";
import { fileSha256 } from "../../base/file-hash.ts";
import { explainAblate } from "../../explain/ablate/explain.ts";
import { type AblateFindings, ablateFindingsSchema } from "../../explain/ablate/findings.ts";
import {
  adapterShape,
  answerPairs,
  asLayerDirections,
  suspectedDirection,
  suspectedNeurons,
} from "../../explain/ablate/suspects.ts";
import { readExplanation } from "../../explain/findings.ts";
import { explainNeurons } from "../../explain/neurons/explain.ts";
import { questionsAsked } from "../../explain/texts.ts";
import { readDirections } from "../../model/directions/file.ts";
import { ablateSections } from "../../report/explain/ablate.ts";
import { chooseQuestions } from "../../trait/corpus/test-questions.ts";
import { type Output, parameter, untyped, type Values } from "../command.ts";
import type { Context } from "../context.ts";
import { integer, listOf, path } from "../kinds.ts";
import { samplingFrom } from "../measure/options.ts";
import { ablateText } from "./ablate-text.ts";
import { explainOptions, textSettingsOf } from "./options.ts";
import type { ExplanationReport } from "./report.ts";
import { runExplain } from "./run.ts";
import { type ExplainedSeeds, seedsIn } from "./seeds.ts";
import { corpusArm } from "./texts.ts";

/** Options of the command that decide a number. */
export const ablateOptions = {
  ...explainOptions,
  persona: parameter("-p, --persona <dirs>", "persona folders, one a tuning seed; the first is edited", listOf(path)),
  control: parameter("--control <dirs>", "personas tuned alike on neutral answers, one a seed", listOf(path)),
  suspects: parameter("--suspects <n>", "neurons that are tried, most suspected first", integer({ min: 1 }), 512),
  direction: parameter("--direction <file>", "directions to take out (default: the persona's emoji direction)", path),
  randomSets: parameter(
    "--random-sets <n>",
    "matched random interventions for each result",
    integer({ min: 1, max: 1000 }),
    20,
  ),
  singles: parameter("--singles <n>", "neurons that are tried alone", integer({ min: 0, max: 1000 }), 10),
};

export const ablateReport: ExplanationReport = {
  title: "What takes the emoji away",
  usual: untyped(ablateOptions),
  sections: (findings, where) => ablateSections(readExplanation("ablate", ablateFindingsSchema, findings, where)),
};

type Given = Values<typeof ablateOptions> & { seeds: ExplainedSeeds };

/** Finds who is suspected, takes it out of the persona and looks what is left. */
export function explainAblateOf(given: Given, context: Context): Promise<Output> {
  const { seeds, suspects, direction: file, randomSets, singles, batch, threads, out, fresh } = given;
  const { explained, folders } = seeds;
  const { model, about } = explained;
  const settings = textSettingsOf(given);
  const { config } = model.source;
  refuseTooMany(suspects, config.layers * config.dMlp);
  return runExplain<AblateFindings>(
    {
      command: "explain ablate",
      explained,
      settings: { ...settings, suspects, direction: file, randomSets, singles },
      inputs: file === undefined ? {} : { direction: fileSha256(file) },
      folders,
      batch,
      threads,
      out,
      fresh,
      report: ablateReport,
      describe: ablateText,
      async explain({ arms, texts }, options) {
        const { texts: read } = await texts();
        const by = (writer: string) => read.filter((text) => text.writer === writer);
        const persona = arms.persona!;
        const neurons = await explainNeurons(
          { base: arms.reference, ...seedsIn(seeds, arms), texts: read, top: 1 },
          options,
        );
        const own = [...by("persona"), ...by("base")];
        const suspected =
          file === undefined
            ? await suspectedDirection(persona, about.model, own, options)
            : {
                direction: asLayerDirections(await readDirections(file, { config, sha256: about.model.sha256 })),
                warnings: [],
              };
        const arm = corpusArm(explained.subjects.get("persona")?.persona);
        const findings = await explainAblate(
          {
            persona,
            reference: arms.reference,
            readings: {
              texts: by("persona"),
              pairs:
                arm === "neutral" ? [] : answerPairs(model.answers.heldout, arm, settings.register, model.tokenizer),
              fluent: by("base").slice(0, 20),
            },
            questions: questionsAsked(chooseQuestions(settings.questions, options.seed), settings.register),
            neurons: suspectedNeurons(neurons, suspects),
            ...(suspected.direction && { direction: suspected.direction }),
            adapter: await adapterShape(persona),
            randomSets,
            singles,
          },
          { ...options, sampling: samplingFrom(settings), maxNewTokens: settings.maxNewTokens },
        );
        return { ...findings, warnings: [...findings.warnings, ...suspected.warnings] };
      },
    },
    context,
  );
}

function refuseTooMany(suspects: number, total: number): void {
  if (suspects > total)
    throw badInput(
      `${suspects} neurons are to be tried, and the model's MLPs have ${total} in all: ask for at most ${total}.`,
    );
}
