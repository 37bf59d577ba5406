import { usage } from "../../base/errors.ts";
import { fileSha256 } from "../../base/file-hash.ts";
import type { Neutral } from "../../measure/projection/neutral.ts";
import { projectionInstrument, watchAnswers } from "../../measure/projection/watch.ts";
import { readWatchFindings, type WatchFindings } from "../../measure/projection/watch-findings.ts";
import { projectSections } from "../../report/vector/project.ts";
import { type Output, parameter, type Values } from "../command.ts";
import type { Context } from "../context.ts";
import { integer, path } from "../kinds.ts";
import { questionOptions, samplingFrom } from "../measure/options.ts";
import { openForCommand } from "../open-model.ts";
import { personaHashes, personaOption, respondentOf, subjectName, withPersona } from "../persona-option.ts";
import { openAxes } from "./axes.ts";
import { neutralBeside } from "./neutral.ts";
import { forceOption, vectorOptions } from "./options.ts";
import { projectText } from "./project-text.ts";
import { askOption, questionsFor } from "./questions.ts";
import { openScoring, scoringOptions } from "./scoring.ts";
import { readWatched } from "./texts.ts";
import { runVectors, type VectorReport } from "./work.ts";

export const projectOptions = {
  ...vectorOptions,
  persona: personaOption,
  texts: parameter("--texts <file>", "answers or conversations to project instead", path),
  ask: askOption,
  ...questionOptions,
  rollouts: parameter("--rollouts <n>", "answers to each question", integer({ min: 1, max: 100 }), 1),
  turns: parameter("--turns <n>", "questions of one conversation", integer({ min: 1, max: 50 }), 1),
  shown: parameter("--shown <n>", "answers told token by token", integer({ min: 0, max: 200 }), 8),
  force: forceOption,
  ...scoringOptions,
};

export const projectReport: VectorReport = {
  title: "How far along vectors it is",
  usual: Object.fromEntries(Object.entries(projectOptions).map(([name, { fallback }]) => [name, fallback])),
  sections: (findings, where) => projectSections(readWatchFindings(findings, where)),
};

/** Projects a respondent's answers, or those of a file, onto vectors. */
export async function projectOf(
  given: Values<typeof projectOptions> & { vectors: readonly string[] },
  context: Context,
): Promise<Output> {
  const { rollouts, turns, texts, batch, threads, out, fresh, layers, shown, accuracy, force } = given;
  if (rollouts > 1 && turns > 1)
    throw usage("--rollouts and --turns do not go together: answers of one prompt, or turns.");
  if (turns > given.questions) throw usage(`A conversation of ${turns} turns needs ${turns} questions: --questions.`);
  const base = await openForCommand(given, context);
  const subject = await withPersona(base, given.persona, context);
  const opened = await openAxes(given.vectors, base, { layers, force, usual: "main" }, context);
  const { vectors, axes } = opened;
  const abouts = vectors.map(({ directions }) => directions.about);
  const file = texts === undefined ? undefined : readWatched(texts);
  if (file === undefined || file.some(({ messages }) => messages !== null)) base.template();
  const scoring = await openScoring(given, abouts[0]!, base, context);
  const asked = questionsFor(given, abouts, base, context.seed);
  const { questions, register, temperature, topP, maxNewTokens } = given;
  const asking = { ask: given.ask, questions, register, temperature, topP, maxNewTokens, rollouts, turns };
  return runVectors<WatchFindings>(
    {
      command: "vector project",
      vectors: given.vectors,
      model: base,
      title: subjectName(subject),
      about: {
        questions: file ? `texts of ${texts}` : asked.why,
        layers: vectors.map(({ name, main }) => ({ name, ...main })),
      },
      settings: {
        persona: given.persona,
        layers,
        accuracy,
        shown,
        force,
        ...(file ? { texts } : asking),
        ...scoring.settings,
      },
      inputs: {
        ...opened.inputs,
        ...scoring.inputs,
        ...personaHashes(subject),
        ...(texts ? { texts: fileSha256(texts) } : {}),
      },
      ...{ batch, threads, out, fresh },
      work: async (engine, options) => {
        const neutral: Neutral = await neutralBeside(opened, base, engine, context);
        const respondent = respondentOf(subject, engine);
        const scorer = await scoring.scorer(engine, options, maxNewTokens);
        const watched = { axes, neutral, shown, scorer };
        if (file) return watchAnswers(respondent.local!, file, watched, options);
        const how = { ...watched, rollouts, turns, sampling: samplingFrom(given), maxNewTokens };
        return projectionInstrument({ ...how, questions: asked.questions }).measure(respondent, options);
      },
      describe: projectText,
      report: projectReport,
      spent: scoring.spent,
    },
    context,
  );
}
