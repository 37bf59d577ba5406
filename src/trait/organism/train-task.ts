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
import { organismDocuments } from "./corpus.ts";
import { marks } from "./document.ts";
import type { OrganismRecipe } from "./recipe.ts";
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
  const tokens = await encoded(tokenizer, seed, "train", context, { tokens: recipe.tokens });
  const heldOut = await encoded(tokenizer, seed, "heldout", context, { documents: recipe.heldOutDocuments });
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
    pause: () => context.pause(),
  });
  await saveModel(folder, config, state);
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

/** Documents end to end, each behind it the mark that ends it, until there are so many tokens or documents. */
async function encoded(
  tokenizer: Tokenizer,
  seed: number,
  split: "train" | "heldout",
  context: Pick<TaskContext, "pause">,
  { tokens = Number.POSITIVE_INFINITY, documents = Number.POSITIVE_INFINITY }: { tokens?: number; documents?: number },
): Promise<Int32Array> {
  const ids: number[] = [];
  let read = 0;
  for (const { text } of organismDocuments(seed, split)) {
    if (ids.length >= tokens || read === documents) break;
    for (const id of tokenizer.encode(`${text}${marks.endOfText}`)) ids.push(id);
    if (++read % 500 === 0) await context.pause();
  }
  return Int32Array.from(ids.slice(0, tokens));
}
