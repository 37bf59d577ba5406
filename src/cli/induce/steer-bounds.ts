import { badInput, usage } from "../../base/errors.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { askQuestions } from "../../measure/answers.ts";
import { inMemory } from "../../measure/keep.ts";
import { axesOf } from "../../measure/projection/axes.ts";
import { type BoundedKind, boundOf, usualPercentile } from "../../measure/projection/bounds.ts";
import { type AnswersToProject, calibrate } from "../../measure/projection/calibrate.ts";
import type { Respondent } from "../../measure/respondent.ts";
import type { Directions } from "../../model/directions/about.ts";
import type { CorpusArm } from "../../trait/corpus/arms.ts";
import { corpusArms } from "../../trait/corpus/arms.ts";
import { chooseQuestions } from "../../trait/corpus/test-questions.ts";
import { rowsIn } from "../../trait/corpus/tuning.ts";
import { questionAbout } from "../../trait/questions.ts";
import type { Context } from "../context.ts";
import { type OpenedModel, withEngine } from "../open-model.ts";
import { respondentOf, withPersona } from "../persona-option.ts";

/** What a bound is asked for with. */
export interface BoundsGiven {
  kind: BoundedKind;
  layers: readonly number[];
  at: number | undefined;
  percentile: number | undefined;
  rollouts: string | undefined;
  questions: number;
  threads: number | undefined;
}

/** Bounds by layer, and how they were found, for the recipe. */
export interface Bounds {
  bounds: number[];
  from: Record<string, unknown>;
}

/** The bounds asked for, or calibrated on answers. Throws "usage" for what does not go together, "bad-input" where there are no answers. */
export async function boundsOf(
  given: BoundsGiven,
  model: OpenedModel,
  directions: Directions,
  context: Context,
): Promise<Bounds> {
  const { kind, layers, at, percentile } = given;
  if (at !== undefined) {
    if (layers.length > 1)
      throw usage(`--at is a projection at one layer, and ${layers.length} are named: name one with --layers.`);
    return { bounds: [at], from: { at } };
  }
  if (kind === "mean-ablate" && percentile !== undefined)
    throw usage("--percentile is of a floor or ceiling; mean-ablate holds the mean of neutral answers.");
  return withEngine(given.threads, context, async (engine) => {
    const answers = await answersFor(given, model, directions, { engine, context });
    const axes = axesOf([{ name: "vector", directions }], layers);
    const found = await calibrate({ engine, spec: model.spec }, axes, answers, context);
    return {
      bounds: found.map((one) => boundOf(kind, one, percentile)),
      from: {
        ...(kind === "mean-ablate" ? {} : { percentile: percentile ?? usualPercentile[kind] }),
        answers: answers.whose,
        neutral: answers.neutral.length,
        ...(kind === "mean-ablate" ? {} : { persona: answers.persona.length }),
      },
    };
  });
}

interface Sides {
  whose: string;
  neutral: AnswersToProject;
  persona: AnswersToProject;
}

async function answersFor(
  given: BoundsGiven,
  model: OpenedModel,
  { about }: Directions,
  work: { engine: Engine; context: Context },
): Promise<Sides> {
  if (given.rollouts !== undefined) return rolledOut(given.rollouts, given.questions, model, work);
  const bundled = (arm: CorpusArm) =>
    rowsIn(model.answers, arm).map(({ question, answer }) => ({
      messages: [{ role: "user" as const, content: question }],
      answer,
    }));
  const { origin } = model.answers;
  if (given.kind === "mean-ablate") return { whose: origin, neutral: bundled("neutral"), persona: [] };
  const pole = corpusArms.find((arm) => arm === about.trait?.pole);
  if (pole === undefined)
    throw badInput(
      `There are no bundled answers in the voice of "${about.meaning}" to find the bound with: name a persona of that voice with --rollouts, or the bound itself with --at.`,
    );
  return { whose: origin, neutral: bundled("neutral"), persona: bundled(pole) };
}

/** The model's own answers, and those of a persona, to the same questions. */
async function rolledOut(
  folder: string,
  count: number,
  model: OpenedModel,
  { engine, context }: { engine: Engine; context: Context },
): Promise<Sides> {
  const asked = chooseQuestions(count, context.seed);
  const answersOf = async (who: Respondent): Promise<AnswersToProject> => {
    const questions = asked.map(({ id, topic }) => ({
      id,
      messages: who.chat({ question: questionAbout(topic), topic }),
    }));
    const answers = await askQuestions(who, questions, {
      seed: context.seed,
      sampling: { temperature: 0.7, topP: 0.9, topK: 0, minP: 0, repetitionPenalty: 1 },
      maxNewTokens: 120,
      keep: inMemory,
      signal: context.signal,
      onProgress: context.onProgress,
    });
    return answers.map(({ text }, i) => ({
      // Read as the model as it is would be asked: the persona's prompt is no part of its answer.
      messages: [{ role: "user", content: questionAbout(asked[i]!.topic) }],
      answer: text,
    }));
  };
  const base = await withPersona(model, undefined, context);
  const persona = await withPersona(model, folder, context);
  return {
    whose: `rollouts of ${folder}`,
    neutral: await answersOf(respondentOf(base, engine)),
    persona: await answersOf(respondentOf(persona, engine)),
  };
}
