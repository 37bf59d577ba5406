import { usage } from "../../base/errors.ts";
import { dealQuestions, measureDrift, type Talker } from "../../measure/drift/drift.ts";
import { type DriftFindings, readDriftFindings } from "../../measure/drift/findings.ts";
import { html } from "../../report/html/markup.ts";
import { driftSections, driftWords } from "../../report/vector/drift.ts";
import { type Output, parameter, type Values } from "../command.ts";
import type { Context } from "../context.ts";
import { integer } from "../kinds.ts";
import { questionOptions, samplingFrom } from "../measure/options.ts";
import { openForCommand } from "../open-model.ts";
import {
  personaHashes,
  personaOption,
  respondentOf,
  scoresOption,
  subjectName,
  withPersona,
} from "../persona-option.ts";
import { openAxes } from "./axes.ts";
import { driftText } from "./drift-text.ts";
import { neutralBeside } from "./neutral.ts";
import { forceOption, vectorOptions } from "./options.ts";
import { askOption, questionsFor } from "./questions.ts";
import { runVectors, type VectorReport } from "./work.ts";

const { register, temperature, topP } = questionOptions;

export const driftOptions = {
  ...vectorOptions,
  persona: personaOption,
  z: scoresOption,
  turns: parameter("--turns <n>", "questions of one conversation", integer({ min: 2, max: 50 }), 8),
  conversations: parameter(
    "--conversations <n>",
    "how many, each with other questions",
    integer({ min: 1, max: 100 }),
    5,
  ),
  ask: askOption,
  ...{ register, temperature, topP },
  maxNewTokens: parameter("--max-new-tokens <n>", "longest answer", integer({ min: 1, max: 4096 }), 64),
  force: forceOption,
};

export const driftReport: VectorReport = {
  title: "Whether a persona holds over a conversation",
  usual: Object.fromEntries(Object.entries(driftOptions).map(([name, { fallback }]) => [name, fallback])),
  lead: (findings, where) => driftWords(readDriftFindings(findings, where)).map((sentence) => html`<p>${sentence}</p>`),
  sections: (findings, where) => driftSections(readDriftFindings(findings, where)),
};

type Given = Values<typeof driftOptions> & { vectors: readonly string[] };

/** Projects the turns of scripted conversations, a persona's and the model's own. */
export async function driftOf(given: Given, context: Context): Promise<Output> {
  const { vectors: paths, layers, force, accuracy, turns, conversations, ask, persona, z, maxNewTokens } = given;
  const { batch, threads, out, fresh, register, temperature, topP } = given;
  const model = await openForCommand(given, context);
  model.template();
  const subject = await withPersona(model, persona, context, z);
  const base = await withPersona(model, undefined, context);
  const opened = await openAxes(paths, model, { layers, force, usual: "main" }, context);
  const abouts = opened.vectors.map(({ directions }) => directions.about);
  const asked = questionsFor({ ask, questions: 200, register }, abouts, model, context.seed);
  if (asked.questions.length < turns)
    throw usage(
      `A conversation of ${turns} turns needs as many questions, and there are ${asked.questions.length}: lower --turns.`,
    );
  const questions = dealQuestions(asked.questions, { turns, conversations, seed: context.seed });
  return runVectors<DriftFindings>(
    {
      command: "vector drift",
      vectors: paths,
      model,
      title: subjectName(subject),
      about: {},
      settings: {
        ...{ persona, z, turns, conversations, ask, register, temperature, topP, maxNewTokens },
        ...{ layers, accuracy, force },
      },
      inputs: { ...opened.inputs, ...personaHashes(subject) },
      ...{ batch, threads, out, fresh },
      work: async (engine, options) =>
        measureDrift(
          {
            axes: opened.axes,
            neutral: await neutralBeside(opened, model, engine, context),
            base: respondentOf(base, engine) as Talker,
            persona: subject.persona && (respondentOf(subject, engine) as Talker),
            ...{ questions, turns, why: asked.why, sampling: samplingFrom(given), maxNewTokens },
          },
          options,
        ),
      describe: driftText,
      report: driftReport,
    },
    context,
  );
}
