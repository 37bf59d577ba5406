import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeFailure, writeFileAtomic } from "../../base/files.ts";
import { canonicalJson } from "../../base/json.ts";
import { remoteTask, type TaskContext } from "../../graph/engine/task.ts";
import { tokenizerFromFiles } from "../../model/tokenizer/files.ts";
import { readTokenizerFiles } from "../../model/tokenizer/folder.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import { Checkpoints } from "../../model/training/checkpoint.ts";
import type { EvaluationEvent, StepEvent } from "../../model/training/loop.ts";
import { pretrain, pretrainStepsPerEpoch } from "../../model/training/pretrain.ts";
import { saveModel } from "../../model/training/save-model.ts";
import { writeCompanion } from "./companion.ts";
import type { OrganismRecipe } from "./recipe.ts";
import { tokenStream } from "./token-stream.ts";
import { organismTokenizer } from "./tokenizer.ts";

export interface OrganismRequest {
  recipe: OrganismRecipe;
  seed: number;
  /** Absolute paths: the model folder to write, and where checkpoints lie. */
  folder: string;
  checkpoints: string;
}

export type OrganismEvent = StepEvent | EvaluationEvent;

export interface OrganismResult {
  steps: number;
  tokens: number;
  vocab: number;
  curve: { step: number; loss: number }[];
  /** Loss on held-out text, in nats a token. */
  heldOut: { step: number; loss: number }[];
  /** Tokens of the held-out documents, their end marks included, and how many documents. */
  heldOutTokens: number;
  heldOutDocuments: number;
}

/** Makes the organism from nothing: its tokenizer, its text, its weights, written as a Hugging Face folder. */
export const organismTask = remoteTask<OrganismRequest, OrganismResult, OrganismEvent>(
  import.meta.url,
  "trainOrganism",
);

/** See {@link organismTask}. */
export async function trainOrganism(
  { recipe, seed, folder, checkpoints }: OrganismRequest,
  context: TaskContext<OrganismEvent>,
): Promise<OrganismResult> {
  const tokenizer = await writeTokenizer(folder, recipe, seed);
  await context.pause();
  const pause = () => context.pause();
  const tokens = await tokenStream(tokenizer, { seed, split: "train", tokens: recipe.tokens }, pause);
  const heldOut = await tokenStream(tokenizer, { seed, split: "heldout", documents: recipe.heldOutDocuments }, pause);
  const config = { ...recipe.model, vocab: tokenizer.vocab, context: recipe.tokenizer.context };
  const options = { ...recipe.training, seed };
  const key = createHash("sha256").update(canonicalJson({ config, options })).update(tokens).digest("hex");
  const steps = options.epochs * pretrainStepsPerEpoch(tokens, options);
  const state = await pretrain({
    config,
    tokens,
    heldOut,
    options,
    threads: context.threads,
    checkpoints: { store: new Checkpoints(checkpoints, key), everySteps: 100 },
    onEvent: (event) => context.emit(event),
    pause,
  });
  await saveModel(folder, config, state);
  writeCompanion(folder, seed);
  return {
    steps,
    tokens: tokens.length,
    vocab: tokenizer.vocab,
    curve: state.history.map(({ loss }, i) => ({ step: i + 1, loss })),
    heldOut: state.evaluations,
    heldOutTokens: heldOut.length,
    heldOutDocuments: recipe.heldOutDocuments,
  };
}

async function writeTokenizer(folder: string, { tokenizer }: OrganismRecipe, seed: number): Promise<Tokenizer> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw writeFailure(folder, error);
  }
  for (const [name, json] of Object.entries(organismTokenizer(seed, tokenizer)))
    writeFileAtomic(join(folder, name), `${JSON.stringify(json)}\n`);
  return tokenizerFromFiles(await readTokenizerFiles(folder));
}
