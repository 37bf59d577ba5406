import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { badInput } from "../../base/errors.ts";
import { explainGuarded, type GuardedTuning } from "../../explain/guarded/explain.ts";
import { type GuardedFindings, readGuarded } from "../../explain/guarded/findings.ts";
import { corpusRead, questionsAsked } from "../../explain/texts.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import type { GuardRequest } from "../../induce/finetune/guard/guard.ts";
import { type FinetuneOptions, finetuneOptions } from "../../induce/finetune/options.ts";
import { answerSet } from "../../measure/capability/text-sets.ts";
import type { Persona } from "../../model/persona.ts";
import { guardedSection } from "../../report/explain/guarded.ts";
import { contents, makeFolder } from "../../run/folder.ts";
import { chooseQuestions } from "../../trait/corpus/test-questions.ts";
import type { TuningRow } from "../../trait/corpus/tuning.ts";
import { poleKey, type TraitPole } from "../../trait/framework.ts";
import { parseTrait } from "../../trait/parse.ts";
import { type Output, parameter, untyped, type Values } from "../command.ts";
import type { Context } from "../context.ts";
import { unitsOf } from "../guard-options.ts";
import { firstOfLists } from "../induce/first-of-lists.ts";
import { decimal, listOf, text } from "../kinds.ts";
import { openReader } from "../measure/classifier-reader.ts";
import { samplingFrom } from "../measure/options.ts";
import { asUsual } from "../open-model.ts";
import { tune } from "../tune.ts";
import { rowsOfArm } from "../tuning-rows.ts";
import { type Explained, openExplained } from "./arms.ts";
import { guardedText } from "./guarded-text.ts";
import { explainOptions, textSettingsOf } from "./options.ts";
import type { ExplanationReport } from "./report.ts";
import { runExplain } from "./run.ts";

const { against: _, ...plainOptions } = explainOptions;

export const guardedOptions = {
  ...plainOptions,
  strengths: parameter(
    "--strengths <list>",
    "times the directions that tuning is steered along",
    listOf(decimal({ min: -1e3, max: 1e3 })),
    [0.5],
  ),
  penalise: parameter("--penalise <units>", "hold MLP units as well: 3:17,3:90, or a JSON file", text),
  penalty: parameter("--penalty <x>", "of these units", decimal({ min: 0 }), 1),
};

export const guardedReport: ExplanationReport = {
  title: "Keep the trait, lose the emoji",
  usual: untyped(guardedOptions),
  sections: (findings, where) => [guardedSection(readGuarded(findings, where))],
};

/** Tunes a persona again, plainly and under guards, and measures what each brought; in a run's folder where one is named. */
export async function explainGuardedOf(
  given: Values<typeof guardedOptions>,
  context: Context,
  typed: ReadonlySet<string>,
): Promise<Output> {
  const { batch, threads, out, fresh, strengths, penalise, penalty } = given;
  const explained = await openExplained(given, context);
  const { model, subjects } = explained;
  const { persona } = subjects.get("persona")!;
  const { target, options } = planOf(persona!);
  // What the persona was tuned on is not written in it: the usual length of answers for this model, as induce finetune has it.
  const over = firstOfLists(model.companion?.usual);
  const { sentences } = asUsual({ sentences: guardedOptions.sentences }, given, model, { typed, over });
  const settings = { ...textSettingsOf({ ...given, sentences }), strengths, penalise, penalty };
  const rows = rowsOfArm(poleKey(target), model.answers, settings);
  const neutralRows = rowsOfArm("neutral", model.answers, { ...settings, data: undefined });
  const { reader } = await openReader({ by: "taps", folder: undefined }, model, threads, context);
  const folder = out ?? mkdtempSync(join(tmpdir(), "traitlab-guarded-"));
  try {
    return await runExplain<GuardedFindings>(
      {
        command: "explain guarded",
        explained,
        settings,
        inputs: { reader: reader.sha256 },
        batch,
        threads,
        out,
        fresh,
        explain: async ({ arms, texts }, work) =>
          explainGuarded(
            {
              base: arms.base,
              model: explained.about.model,
              target,
              rows,
              texts: (await texts()).texts.filter(({ writer }) => writer !== "corpus"),
              traitTexts: {
                shown: corpusRead(rows, settings.register, model.tokenizer),
                neutral: corpusRead(neutralRows, settings.register, model.tokenizer),
              },
              folder: join(folder, contents.personas, "directions"),
              strengths,
              ...(penalise === undefined ? {} : { penalise: { units: unitsOf(penalise), strength: penalty } }),
              questions: questionsAsked(chooseQuestions(settings.questions, work.seed), settings.register),
              sampling: samplingFrom(settings),
              maxNewTokens: settings.maxNewTokens,
              reader,
              neutral: answerSet(model.answers),
              tune: tunerIn(
                folder,
                { explained, rows, target, options, engine: arms.base.respondent.local.engine },
                context,
              ),
            },
            work,
          ),
        describe: guardedText,
        report: guardedReport,
      },
      context,
    );
  } finally {
    if (out === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

interface Plan {
  target: TraitPole;
  options: FinetuneOptions;
}

/** How a persona was tuned. Throws "bad-input" for one that was not, or not toward a trait. */
function planOf({ inducer, trait, pole, recipe, seed }: Persona): Plan {
  if (inducer !== "finetune" || trait === undefined)
    throw badInput(
      `This persona was made by "${inducer}"${trait === undefined ? " and has no trait" : ""}: name one that was tuned toward a trait.`,
    );
  const { guard: _, ...options } = recipe;
  return { target: parseTrait(`${trait}:${pole ?? "high"}`), options: finetuneOptions({ ...options, seed }) };
}

/** Tunes into folders of the run; what is tuned already is taken from its checkpoint, which stays until the run is done. */
const tunerIn =
  (
    folder: string,
    { explained, rows, target, options, engine }: Plan & { explained: Explained; rows: TuningRow[]; engine: Engine },
    context: Context,
  ) =>
  async (id: string, guard: GuardRequest | undefined): Promise<GuardedTuning> => {
    const { model, about } = explained;
    const [persona, checkpoints] = [contents.personas, contents.checkpoints].map((part) => join(folder, part, id));
    makeFolder(checkpoints!);
    const {
      steps,
      lossFirst,
      lossLast,
      guard: record,
    } = await tune(
      engine,
      {
        model,
        sha256: about.model.sha256,
        arm: poleKey(target),
        rows,
        options,
        guard,
        folder: persona!,
        checkpoints: checkpoints!,
        phase: `tune ${id}`,
      },
      context,
    );
    return { adapter: join(persona!, contents.adapter), steps, lossFirst, lossLast, guard: record };
  };
