import { usage } from "../../base/errors.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { askQuestions } from "../../measure/answers.ts";
import type { MeasureOptions } from "../../measure/instrument.ts";
import { keepUnder } from "../../measure/keep.ts";
import { measureShifts, type ShiftSubject, shiftAgainstScores } from "../../measure/projection/shift.ts";
import { readShiftFindings, type ShiftFindings } from "../../measure/projection/shift-findings.ts";
import { meanByPrompt } from "../../measure/projection/watch-summary.ts";
import type { Estimated } from "../../measure/statistics/estimated.ts";
import type { TraitScorer } from "../../measure/trait-score/types.ts";
import { shiftSections } from "../../report/vector/shift.ts";
import { type Output, parameter, type Values } from "../command.ts";
import type { Context } from "../context.ts";
import { listOf, path } from "../kinds.ts";
import { questionOptions, samplingFrom } from "../measure/options.ts";
import { openForCommand } from "../open-model.ts";
import { shownPath } from "../paths.ts";
import { folderHashes, respondentOf, type Subject, subjectName, withPersona } from "../persona-option.ts";
import { type OpenedAxes, openAxes } from "./axes.ts";
import { forceOption, vectorOptions } from "./options.ts";
import { type AskedQuestions, askOption, questionsFor } from "./questions.ts";
import { openScoring, scoringOptions } from "./scoring.ts";
import { shiftText } from "./shift-text.ts";
import { runVectors, type VectorReport } from "./work.ts";

export const shiftOptions = {
  ...vectorOptions,
  persona: parameter("-p, --persona <dirs>", "persona folders, with commas between them", listOf(path)),
  ask: askOption,
  ...questionOptions,
  force: forceOption,
  ...scoringOptions,
};

export const shiftReport: VectorReport = {
  title: "How far tuning moved the model",
  usual: Object.fromEntries(Object.entries(shiftOptions).map(([name, { fallback }]) => [name, fallback])),
  sections: (findings, where) => shiftSections(readShiftFindings(findings, where)),
};

type Given = Values<typeof shiftOptions> & { vectors: readonly string[] };

/** Measures the finetuning shift of personas along vectors, and holds it against their trait scores where a judge is named. */
export async function shiftOf(given: Given, context: Context): Promise<Output> {
  const { persona: folders = [], layers, accuracy, force, batch, threads, out, fresh } = given;
  if (folders.length === 0)
    throw usage("Name the personas that may have moved with --persona, with commas between them.");
  const model = await openForCommand(given, context);
  model.template();
  const base = await withPersona(model, undefined, context);
  const subjects: Subject[] = [];
  for (const folder of folders) subjects.push(await withPersona(model, folder, context));
  const opened = await openAxes(given.vectors, model, { layers, force, usual: "all" }, context);
  const abouts = opened.vectors.map(({ directions }) => directions.about);
  const scoring = await openScoring(given, abouts[0]!, model, context);
  const asked = questionsFor(given, abouts, model, context.seed);
  const { questions, register, temperature, topP, maxNewTokens } = given;
  const answering = Object.keys(scoring.settings).length === 0 ? {} : { temperature, topP, maxNewTokens };
  const hashes = subjects.map(({ folder, persona }, i) => folderHashes(`persona${i + 1}`, folder!, persona!));
  return runVectors<ShiftFindings>(
    {
      command: "vector shift",
      vectors: given.vectors,
      model,
      title: subjects.length === 1 ? subjectName(subjects[0]!) : `${model.source.name}, ${subjects.length} personas`,
      about: {},
      settings: {
        ...{ persona: folders, ask: given.ask, questions, register, layers, accuracy, force },
        ...answering,
        ...scoring.settings,
      },
      inputs: Object.assign({}, opened.inputs, scoring.inputs, ...hashes),
      ...{ batch, threads, out, fresh },
      work: async (engine, options) => {
        const scorer = await scoring.scorer(engine, options, maxNewTokens);
        return shifts({ base, subjects, opened, asked, scorer, engine, given }, options);
      },
      describe: shiftText,
      report: shiftReport,
      spent: scoring.spent,
    },
    context,
  );
}

interface ShiftWork {
  base: Subject;
  subjects: readonly Subject[];
  opened: OpenedAxes;
  asked: AskedQuestions;
  scorer: TraitScorer | undefined;
  engine: Engine;
  given: Given;
}

async function shifts(work: ShiftWork, options: MeasureOptions): Promise<ShiftFindings> {
  const { base, subjects, opened, asked, scorer, engine } = work;
  const { axes, vectors } = opened;
  const subjectOf = (id: string, { model, chat }: Subject): ShiftSubject => ({
    id,
    local: { engine, spec: model.spec },
    prompts: asked.questions.map((question) => chat(question.asked)),
  });
  const ids = subjects.map((_, i) => `persona${i + 1}`);
  const tuned = subjects.map((subject, i) => subjectOf(ids[i]!, subject));
  const measured = await measureShifts({ axes, base: subjectOf("base", base), tuned }, options);
  const scores: (Estimated | null)[] = [];
  for (const [i, subject] of subjects.entries())
    scores.push(scorer ? await scoreOf(ids[i]!, subject, scorer, work, options) : null);
  const values = scores.map((score) => score?.value ?? null);
  return {
    part: "shift",
    questions: asked.questions.length,
    asked: asked.why,
    axes: axes.map(({ id, vector, layer, meaning, medianNorm }, axis) => {
      const main = vectors.some((one) => one.name === vector && one.main.layer === layer);
      return { id, vector, layer, meaning, medianNorm, main, base: measured.base[axis]! };
    }),
    personas: subjects.map((subject, i) => ({
      id: ids[i]!,
      name: shownPath(subject.folder!, process.cwd()),
      shifts: measured.subjects[i]!.shifts.map((shift, axis) => ({ axis: axes[axis]!.id, ...shift })),
      score: scores[i]!,
    })),
    correlations: scorer
      ? {
          scorer: scorer.name,
          axes: axes.map(({ id }, axis) => {
            const own = measured.subjects.map(({ shifts: each }) => each[axis]!);
            return { axis: id, ...shiftAgainstScores(own, values) };
          }),
        }
      : null,
    warnings: warningsOf(work, scores.length),
  };
}

/** Mean trait score of a persona's answers to the questions. */
async function scoreOf(
  id: string,
  subject: Subject,
  scorer: TraitScorer,
  { asked, engine, given }: ShiftWork,
  { keep, ...options }: MeasureOptions,
) {
  const questions = asked.questions.map((one) => ({ id: one.id, messages: subject.chat(one.asked) }));
  const own = keepUnder(keep, id);
  const how = { ...options, keep: own, sampling: samplingFrom(given), maxNewTokens: given.maxNewTokens };
  const replies = await askQuestions(respondentOf(subject, engine), questions, how);
  const answers = replies.map(({ text }, i) => ({
    id: questions[i]!.id,
    question: asked.questions[i]!.asked.question,
    answer: text,
  }));
  const scored = await scorer.score(answers, { ...options, keep: keepUnder(own, "scores") });
  const prompts = questions.map((one) => ({ prompt: one.id }));
  const values = scored.map(({ trait }) => trait);
  return meanByPrompt(prompts, values, options.seed);
}

function warningsOf({ subjects, scorer }: ShiftWork, scored: number): string[] {
  const prompted = subjects.filter(({ persona }) => persona?.systemPrompt ?? persona?.demonstrations);
  return [
    ...(prompted.length > 0
      ? [
          `${prompted.map(subjectName).join(", ")} ${prompted.length === 1 ? "is" : "are"} asked behind a prompt of their own: what is told is the prompt's shift, not tuning's.`,
        ]
      : []),
    ...(scorer && scored < 3 ? ["A correlation with trait scores needs at least three personas."] : []),
  ];
}
