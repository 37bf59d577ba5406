import { join } from "node:path";
import { randomStream, shuffled } from "../../base/random.ts";
import { type FinetuneResult, finetuneTask } from "../../induce/finetune/finetune-task.ts";
import type { FinetuneOptions } from "../../induce/finetune/options.ts";
import { standardiseScores } from "../../induce/psychadapter/standardise.ts";
import type { TraitScores } from "../../model/prefix/types.ts";
import { contents, makeFolder } from "../../run/folder.ts";
import type { Run } from "../../run/run.ts";
import type { SentenceCut } from "../../trait/corpus/tuning.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import type { Reads } from "../measure/classifier-kind.ts";
import { type OpenedModel, withEngine } from "../open-model.ts";
import { personaInRun } from "./persona-run.ts";
import { psychadapterText } from "./psychadapter-text.ts";
import { type PrefixTexts, prefixTexts, scoresOfTexts } from "./psychadapter-texts.ts";

export interface PsychadapterCall {
  model: OpenedModel;
  /** Undefined for all traits that there are scores of. */
  traits: readonly string[] | undefined;
  z: (names: readonly string[]) => TraitScores;
  lora: boolean;
  prefixLr: number;
  /** Deal the scores out to other texts: a control that learns the texts and nothing of the traits. */
  shuffle: boolean;
  by: Reads;
  data: string | undefined;
  silent: FinetuneOptions["silent"];
  sentences: SentenceCut;
  tuning: Omit<FinetuneOptions, "seed" | "silent">;
  out: string;
  fresh: boolean;
  threads: number | undefined;
}

/** What a finished training says of itself. */
export type PsychadapterResult = FinetuneResult & {
  texts: number;
  /** Scores were dealt out anew. */
  shuffled: boolean;
};

/** Trains a PsychAdapter into its persona's folder. */
export async function trainPsychadapter(call: PsychadapterCall, context: Context): Promise<Output> {
  const { model, lora, prefixLr, shuffle, by, data, silent, sentences, tuning } = call;
  const { source, spec } = model;
  const texts = prefixTexts(model, call);
  const z = call.z(texts.traits);
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal: context.signal });
  const reads = texts.given ? undefined : by;
  const config = { traits: texts.traits, z, lora, prefixLr, shuffle, by: reads, data, silent, sentences, tuning };
  return personaInRun(
    call,
    { command: "induce psychadapter", config, sha256 },
    context,
    (run) => trained(run, texts, { ...call, sha256, scores: z }, context),
    (result: PsychadapterResult, about) => psychadapterText(result, { model, z, ...about }),
  );
}

async function trained(
  run: Run,
  texts: PrefixTexts,
  call: PsychadapterCall & { sha256: string; scores: TraitScores },
  context: Context,
): Promise<PsychadapterResult> {
  const { model, sha256, scores, lora, prefixLr, shuffle, silent, tuning, threads } = call;
  const { seed, signal, onProgress, say } = context;
  // Kept, since a training that is continued must have the same scores to the bit.
  const estimated = await run.step("scores", () => scoresOfTexts(texts, call, context));
  const { traits, z } = standardiseScores(texts.traits, estimated.raw);
  const dealt = shuffle ? shuffled(z, randomStream(seed, "shuffled scores")) : z;
  const checkpoints = join(run.folder, contents.checkpoints);
  makeFolder(checkpoints);
  const request = {
    model: { path: model.spec.path, cacheDir: model.spec.cacheDir },
    rows: texts.rows.map((row, i) => ({ ...row, z: dealt[i]! })),
    options: { ...tuning, silent, seed },
    prefix: {
      traits,
      scores: shuffle ? `${estimated.by}; dealt out to other texts` : estimated.by,
      lora,
      lr: prefixLr,
      z: scores,
    },
    folder: run.folder,
    checkpoints,
    checkpointEvery: 25,
    persona: { base: { name: model.source.name, sha256 } },
  };
  const phase = "train";
  const result = await withEngine(threads, context, (engine) =>
    engine.run(finetuneTask, request, {
      signal,
      onEvent: (event) => {
        if (event.type === "start") {
          if (event.done > 0) say(`Going on after step ${event.done} of ${event.steps}.`);
          onProgress({ phase, done: event.done, total: event.steps, unit: "steps" });
        } else if (event.type === "step") onProgress({ phase, done: event.step, total: event.steps, unit: "steps" });
      },
    }),
  );
  return { ...result, texts: texts.rows.length, shuffled: shuffle };
}
