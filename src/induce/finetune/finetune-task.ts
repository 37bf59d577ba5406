import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";
import { writeFailure } from "../../base/files.ts";
import { canonicalJson } from "../../base/json.ts";
import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import { writeAdapter } from "../../model/adapter/peft.ts";
import { type LoadedModel, loadModel } from "../../model/engine/load.ts";
import { type Persona, writePersona } from "../../model/persona.ts";
import { prefixFile, writePrefix } from "../../model/prefix/file.ts";
import { openModel } from "../../model/source.ts";
import { answerSpan } from "../../model/tokenizer/chat.ts";
import type { ChatMessage } from "../../model/tokenizer/types.ts";
import { Checkpoints } from "../../model/training/checkpoint.ts";
import type { EvaluationEvent, StepEvent } from "../../model/training/loop.ts";
import type { TrainingState } from "../../model/training/state.ts";
import { chatExample, type FittedExamples, fitExamples, textExample } from "./examples.ts";
import type { GuardRecord, GuardRequest } from "./guard/guard.ts";
import { openGuard } from "./guard/open.ts";
import { type FinetuneOptions, type FinetuneOptionsInput, finetuneOptions } from "./options.ts";
import { trainingPrecision } from "./precision.ts";
import { freshPrefix, type PrefixRecord, type PrefixRequest, prefixRecord, prefixTraining } from "./prefix.ts";
import { adapterOf, examplesHash, prefixOf } from "./state.ts";
import { type PrefixTraining, totalSteps, train } from "./trainer.ts";

/** A chat and the answer to learn. */
export interface FinetuneRow {
  /** Null for a text that stands alone, all of which is learned. */
  messages: readonly ChatMessage[] | null;
  answer: string;
  /** Its trait scores, in the order of the prefix's traits, where one is trained. */
  z?: readonly number[];
}

export interface FinetuneRequest {
  model: {
    /** Absolute path of a GGUF file or a Hugging Face folder. */
    path: string;
    cacheDir: string;
  };
  rows: readonly FinetuneRow[];
  /** Rows whose loss is measured before training and after each epoch. */
  heldOut?: readonly FinetuneRow[];
  options: FinetuneOptionsInput;
  /** Acts while training only: the adapter is saved without it. */
  guard?: GuardRequest;
  /** A trait-conditioned prefix to train; every row then has trait scores. */
  prefix?: PrefixRequest;
  /** Absolute path of the persona folder to write. */
  folder: string;
  /** Where checkpoints lie. The last one stays, so that asking again costs nothing: delete it when the result is kept. */
  checkpoints: string;
  /** Steps between checkpoints; 25 where left out. */
  checkpointEvery?: number;
  persona: Pick<Persona, "trait" | "pole" | "systemPrompt"> & { base: Persona["base"] };
}

/** What is to be done, said once before the first step. */
export interface FinetuneStart {
  type: "start";
  examples: number;
  /** How many of them were cut to the maximal length. */
  cut: number;
  steps: number;
  /** Steps already done by an earlier run. */
  done: number;
  precision: string;
  reason: string;
}

export type FinetuneEvent = FinetuneStart | StepEvent | EvaluationEvent;

export interface FinetuneResult {
  rows: number;
  cut: number;
  steps: number;
  lossFirst: number;
  lossLast: number;
  curve: { step: number; loss: number }[];
  heldOut: TrainingState["evaluations"];
  precision: string;
  reason: string;
  /** What it was guarded with. */
  guard?: GuardRecord;
  /** The prefix that was trained. */
  prefix?: PrefixRecord;
}

/** Fine-tunes a model and writes the persona folder: `adapter/` in PEFT's format, `persona.json` last. */
export const finetuneTask = remoteTask<FinetuneRequest, FinetuneResult, FinetuneEvent>(import.meta.url, "finetune");

/** See {@link finetuneTask}. */
export async function finetune(request: FinetuneRequest, context: TaskContext<FinetuneEvent>): Promise<FinetuneResult> {
  const options = finetuneOptions(request.options);
  const { doubleQuant } = options;
  const { prefix } = request;
  const { config } = await openModel(request.model.path);
  const { sha256 } = request.persona.base;
  const guarded = request.guard && (await openGuard(request.guard, { config, sha256 }));
  const { precision, reason } = trainingPrecision(options.precision, config, totalmem());
  const model = await loadModel({ ...request.model, precision, doubleQuant, accuracy: "f32" }, context);
  const { examples, cut } = examplesOf(model, request.rows, options);
  const heldOut = request.heldOut ? examplesOf(model, request.heldOut, options).examples : [];
  const steps = totalSteps(examples.length, options);
  const training = prefix && prefixTraining(prefix);
  const key = runKey({
    options: { ...options, precision },
    base: sha256,
    examples: examplesHash([...examples, ...heldOut]),
    guard: guarded?.record,
    prefix: training,
  });
  const store = new Checkpoints(request.checkpoints, key);
  const done = store.stepsDone();
  context.emit({ type: "start", examples: examples.length, cut, steps, done, precision, reason });
  const state = await train({
    config,
    weights: model.weights,
    examples,
    heldOut,
    options,
    guard: guarded?.guard,
    prefix: training,
    threads: context.threads,
    checkpoints: { store, everySteps: request.checkpointEvery ?? 25 },
    onEvent: (event) => context.emit(event),
    pause: () => context.pause(),
  });
  const record = prefix && prefixRecord(prefix, state, freshPrefix(config, options, prefix));
  await writeResult(request, state, { ...options, guard: guarded?.record, prefix: record }, model);
  const curve = state.history.map(({ loss }, i) => ({ step: i + 1, loss }));
  return {
    rows: examples.length,
    cut,
    steps,
    lossFirst: curve[0]!.loss,
    lossLast: curve.at(-1)!.loss,
    curve,
    heldOut: state.evaluations,
    precision,
    reason,
    ...(guarded ? { guard: guarded.record } : {}),
    ...(record ? { prefix: record } : {}),
  };
}

function examplesOf(
  { tokenizer, template }: LoadedModel,
  rows: readonly FinetuneRow[],
  options: FinetuneOptions,
): FittedExamples {
  const examples = rows.map(({ messages, answer, z }) => {
    const example =
      messages === null
        ? textExample(tokenizer, answer)
        : chatExample(answerSpan(tokenizer, template(), messages, answer), tokenizer, options);
    return z ? { ...example, z } : example;
  });
  return fitExamples(examples, options);
}

/** What a checkpoint must have been made with to be continued: all that decides the numbers. */
const runKey = (parts: {
  options: FinetuneOptions;
  base: string;
  examples: string;
  guard: GuardRecord | undefined;
  prefix: PrefixTraining | undefined;
}): string => createHash("sha256").update(canonicalJson(parts)).digest("hex");

async function writeResult(
  { folder, persona, prefix }: FinetuneRequest,
  state: TrainingState,
  recipe: FinetuneOptions & { guard?: GuardRecord; prefix?: PrefixRecord },
  { source }: LoadedModel,
): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw writeFailure(folder, error);
  }
  const adapted = prefix?.lora !== false;
  if (adapted) {
    const adapter = adapterOf(state, recipe);
    await writeAdapter(join(folder, "adapter"), adapter, { config: source.config, baseModel: source.name });
  }
  if (prefix) {
    const { name, sha256 } = persona.base;
    const about = { model: { name, sha256 }, scores: prefix.scores };
    await writePrefix(join(folder, prefixFile), prefixOf(state, prefix.traits), about);
  }
  writePersona(folder, {
    schema: 1,
    ...persona,
    inducer: prefix ? "psychadapter" : "finetune",
    recipe: { ...recipe },
    seed: recipe.seed,
    ...(adapted ? { adapter: "adapter" } : {}),
    ...(prefix ? { psychadapter: prefixFile, z: { ...prefix.z } } : {}),
  });
}
