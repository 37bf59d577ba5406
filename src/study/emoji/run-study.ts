import { join } from "node:path";
import { z } from "zod";
import type { OnProgress } from "../../base/progress.ts";
import { randomStream, shuffled } from "../../base/random.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { type MassText, massTask, type ResponseMass } from "../../measure/emoji/mass-task.ts";
import { quantile } from "../../measure/statistics/estimate.ts";
import type { ModelSpec } from "../../model/engine/load.ts";
import { type Response, respondTask } from "../../model/engine/respond-task.ts";
import type { ChatMessage, Tokenizer } from "../../model/tokenizer/types.ts";
import type { Run } from "../../run/run.ts";
import { bundledCorpus } from "../../trait/corpus/bundled.ts";
import type { TuningRow } from "../../trait/corpus/tuning.ts";
import { questionAbout } from "../../trait/questions.ts";
import { assembleFindings } from "./assemble.ts";
import type { EmojiConfig } from "./config.ts";
import type { ArmKey, EmojiFindings } from "./findings.ts";
import { chatOf, defaultsOf, type PlannedArm, planArms, type Question, type TuningPlan } from "./plan.ts";

/** One line of `items.jsonl`: a response with what it answers. */
export interface ResponseItem extends Response {
  messages: ChatMessage[];
}

/** What the study reads of an item on disk: a file that a hand has changed must not pass for a result. */
const responseShape = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
  text: z.string(),
  ids: z.array(z.number().int()),
  finish: z.enum(["end", "stop", "length"]),
});
const placeShape = z.object({ token: z.number(), emoji: z.number(), upper: z.number() });
const massShape = z.object({ sentenceEnds: z.array(placeShape), answerEnd: placeShape.nullable() });

/** What a tuning step keeps: where the adapter lies and how the loss went. */
export interface TuningResult {
  rows: number;
  steps: number;
  lossFirst: number;
  lossLast: number;
  curve: { step: number; loss: number }[];
}

/** What the study needs from outside: a run to keep things in, an engine, a model, and how to tune it. */
export interface EmojiStudyOptions {
  config: EmojiConfig;
  run: Run;
  engine: Engine;
  spec: ModelSpec;
  /** In this process: token counts and token offsets. */
  tokenizer: Tokenizer;
  /** Facts of the model for the findings. */
  model: EmojiFindings["model"];
  seed: number;
  /** The rows an arm is tuned on. */
  rowsOf(plan: Pick<TuningPlan, "arm" | "sentences">): TuningRow[];
  /** Tunes into a persona folder; resumes from what `checkpoints` holds. */
  tune(plan: TuningPlan, rows: readonly TuningRow[], folder: string, checkpoints: string): Promise<TuningResult>;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

/** What one arm left. */
export interface ArmOutcome {
  key: ArmKey;
  responses: ResponseItem[];
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
  for (const arm of planArms(config)) {
    options.signal?.throwIfAborted();
    const tuning = arm.tuning ? await tuned(arm.tuning, options) : undefined;
    const spec = arm.tuning
      ? { ...options.spec, adapter: join(run.personaFolder(arm.tuning.id), "adapter") }
      : options.spec;
    const responses = await respondAll(arm, spec, questions, options);
    const masses = await weighAll(arm, spec, questions, responses, options);
    outcomes.push({ key: arm.key, responses, masses, tuning });
  }
  return assembleFindings(outcomes, questions, answerEnd(options), options);
}

/** The first questions of the bundled test topics in an order that the seed decides; the same for every arm. */
export function chooseQuestions(count: number, seed: number): Question[] {
  const topics = shuffled(bundledCorpus().test, randomStream(seed, "questions"));
  return topics.slice(0, count).map(({ topic }, i) => ({ id: `q${String(i).padStart(3, "0")}`, topic }));
}

/** Median length in tokens of the answers that the default arms are tuned on: one number for every arm, tuned or not. */
function answerEnd({ config, rowsOf, tokenizer }: Pick<EmojiStudyOptions, "config" | "rowsOf" | "tokenizer">): number {
  const { sentences } = defaultsOf(config);
  const plans = new Map(
    planArms(config).flatMap(({ tuning }) => (tuning ? [[tuning.arm, { ...tuning, sentences }] as const] : [])),
  );
  const lengths = [...plans.values()].flatMap((plan) =>
    rowsOf(plan).map(({ answer }) => tokenizer.encode(answer).length),
  );
  return Math.round(quantile(Float64Array.from(lengths).sort(), 0.5));
}

function tuned(plan: TuningPlan, options: EmojiStudyOptions): Promise<TuningResult> {
  const { run } = options;
  const leaves = ["adapter/adapter_model.safetensors", "adapter/adapter_config.json", "persona.json"].map(
    (file) => `personas/${plan.id}/${file}`,
  );
  return run.step(
    `tune/${plan.id}`,
    (checkpoints) => options.tune(plan, options.rowsOf(plan), run.personaFolder(plan.id), checkpoints),
    { leaves },
  );
}

async function respondAll(
  { key }: PlannedArm,
  model: ModelSpec,
  questions: readonly Question[],
  { config, run, engine, seed, signal, onProgress }: EmojiStudyOptions,
): Promise<ResponseItem[]> {
  const items = run.items<ResponseItem>(
    `${key.id}/responses`,
    questions.map(({ id }) => id),
    (value) => responseShape.safeParse(value).success,
  );
  const missing = new Set(items.missing);
  const prompts = questions
    .filter(({ id }) => missing.has(id))
    .map(({ id, topic }) => {
      const messages = chatOf(key, topic, questionAbout(topic, key.factors.register));
      // The stream's name leaves out the arm: all arms draw the same numbers for the same question.
      return { id, messages, stream: `sample/${id}` };
    });
  if (prompts.length === 0) return items.values();
  const chats = new Map(prompts.map(({ id, messages }) => [id, messages]));
  let done = questions.length - prompts.length;
  const report = () => onProgress?.({ phase: `answer as ${key.id}`, done, total: questions.length, unit: "answers" });
  report();
  await engine.run(
    respondTask,
    {
      model,
      prompts,
      sampling: { temperature: key.factors.temperature, topK: 0, topP: config.topP, minP: 0, repetitionPenalty: 1 },
      seed,
      maxNewTokens: config.maxNewTokens,
      stops: [],
      batch: config.batch,
      stream: false,
    },
    {
      signal,
      onEvent: (event) => {
        if (event.type !== "response") return;
        items.put(event.id, { ...event.response, messages: chats.get(event.id)! });
        done++;
        report();
      },
    },
  );
  return items.values();
}

async function weighAll(
  { key }: PlannedArm,
  model: ModelSpec,
  questions: readonly Question[],
  responses: readonly ResponseItem[],
  { run, engine, signal, onProgress }: EmojiStudyOptions,
): Promise<ResponseMass[]> {
  const items = run.items<ResponseMass>(
    `${key.id}/mass`,
    questions.map(({ id }) => id),
    (value) => massShape.safeParse(value).success,
  );
  const missing = new Set(items.missing);
  const texts = questions.flatMap(({ id }, i): MassText[] => {
    const { messages, ids, text, finish } = responses[i]!;
    return missing.has(id) ? [{ id, messages, ids, text, complete: finish === "end" }] : [];
  });
  if (texts.length === 0) return items.values();
  let done = questions.length - texts.length;
  const report = () =>
    onProgress?.({ phase: `weigh emoji of ${key.id}`, done, total: questions.length, unit: "answers" });
  report();
  await engine.run(
    massTask,
    { model, texts },
    {
      signal,
      onEvent: ({ id, mass }) => {
        items.put(id, mass);
        done++;
        report();
      },
    },
  );
  return items.values();
}
