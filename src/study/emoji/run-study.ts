import { join } from "node:path";
import type { OnProgress } from "../../base/progress.ts";
import { trainingEnd } from "../../explain/texts.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import type { TextReader } from "../../measure/classifier/reader.ts";
import { askAndWeigh, type EmojiResponse } from "../../measure/emoji/ask-and-weigh.ts";
import type { ResponseMass } from "../../measure/emoji/mass-task.ts";
import { engineRespondent } from "../../measure/engine-respondent.ts";
import { keepUnder } from "../../measure/keep.ts";
import type { ModelSpec } from "../../model/engine/load.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { Run } from "../../run/run.ts";
import type { Answers } from "../../trait/corpus/answers.ts";
import { chooseQuestions, type Question } from "../../trait/corpus/test-questions.ts";
import { questionAbout } from "../../trait/questions.ts";
import { keepPersona, type Tuner, type TuningResult, tunePersona } from "../personas.ts";
import { assembleFindings } from "./assemble.ts";
import type { EmojiConfig } from "./config.ts";
import { explainStudy } from "./explain/run-explain.ts";
import type { ArmKey, EmojiFindings } from "./findings.ts";
import { defaultsOf, type PlannedArm, planArms } from "./plan.ts";

/** What the study needs from outside: a run to keep things in, an engine, a model, and how to tune it. */
export interface EmojiStudyOptions extends Tuner {
  config: EmojiConfig;
  run: Run;
  engine: Engine;
  spec: ModelSpec;
  /** In this process: token counts and token offsets. */
  tokenizer: Tokenizer;
  /** Facts of the model for the findings. */
  model: EmojiFindings["model"];
  seed: number;
  /** Answers to show as examples. */
  answers: Answers;
  /** Reads which traits answers show, for the second half. */
  reader?: TextReader;
  /** Whether the model is an organism, of which it is known what was planted. */
  organism?: boolean;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

/** What one arm left. */
export interface ArmOutcome {
  key: ArmKey;
  responses: EmojiResponse[];
  masses: ResponseMass[];
  tuning?: TuningResult;
}

/**
 * Runs every arm of the plan: tune where it is tuned, answer all questions, weigh the emoji mass at the responses' sentence ends;
 * then compare. What is finished is kept in the run, so a call goes on where the last one stopped.
 */
export async function runEmojiStudy(options: EmojiStudyOptions): Promise<EmojiFindings> {
  const { config, run, seed } = options;
  const questions = chooseQuestions(config.questions, seed);
  const outcomes: ArmOutcome[] = [];
  for (const arm of planArms(config, options.answers)) {
    options.signal?.throwIfAborted();
    const tuning = arm.tuning ? await tunePersona(arm.tuning, options, run) : undefined;
    const spec = arm.tuning
      ? { ...options.spec, adapter: join(run.personaFolder(arm.tuning.id), "adapter") }
      : options.spec;
    if (arm.persona) keepPersona(arm.persona, arm.key, { run, base: options.model, seed });
    outcomes.push({ key: arm.key, tuning, ...(await asked(arm, spec, questions, options)) });
  }
  const answerEndTokens = answerEnd(options);
  const findings = assembleFindings(outcomes, questions, answerEndTokens, options);
  const { claims } = findings;
  const half = { planned: planArms(config, options.answers), outcomes, questions, answerEndTokens, claims };
  const explained = await explainStudy(options, half);
  return explained ? { ...findings, explained } : findings;
}

/** Median length in tokens of the answers that the default arms are tuned on: one number for every arm, tuned or not. */
function answerEnd({ config, rowsOf, tokenizer }: Pick<EmojiStudyOptions, "config" | "rowsOf" | "tokenizer">): number {
  const { sentences } = defaultsOf(config);
  const plans = new Map(
    planArms(config).flatMap(({ tuning }) => (tuning ? [[tuning.arm, { ...tuning, sentences }] as const] : [])),
  );
  return trainingEnd([...plans.values()].flatMap(rowsOf), tokenizer);
}

/** Asks an arm the questions and weighs its responses. */
function asked(
  { key, persona }: PlannedArm,
  spec: ModelSpec,
  questions: readonly Question[],
  { config, run, engine, tokenizer, seed, signal, onProgress }: EmojiStudyOptions,
) {
  const local = { engine, spec, tokenizer };
  const respondent = { ...engineRespondent(key.id, local, persona?.texts), local };
  // An id names its random stream, and ids leave out the arm: all arms draw the same numbers for the same question.
  const asked = questions.map(({ id, topic }) => ({
    id,
    messages: respondent.chat({ question: questionAbout(topic, key.factors.register), topic }),
  }));
  return askAndWeigh(respondent, asked, {
    sampling: { temperature: key.factors.temperature, topK: 0, topP: config.topP, minP: 0, repetitionPenalty: 1 },
    seed,
    maxNewTokens: config.maxNewTokens,
    batch: config.batch,
    keep: keepUnder(run, key.id),
    signal,
    onProgress: (progress) => onProgress?.({ ...progress, phase: `${progress.phase}, ${key.id}` }),
  });
}
