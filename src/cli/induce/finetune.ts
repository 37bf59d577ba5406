import { join, relative } from "node:path";
import type { FinetuneResult } from "../../induce/finetune/finetune-task.ts";
import type { GuardRecord, GuardRequest } from "../../induce/finetune/guard/guard.ts";
import { openGuard } from "../../induce/finetune/guard/open.ts";
import type { FinetuneOptions } from "../../induce/finetune/options.ts";
import { wrap } from "../../report/terminal/wrap.ts";
import { contents, makeFolder } from "../../run/folder.ts";
import type { Run } from "../../run/run.ts";
import type { SentenceCut, TuningArm } from "../../trait/corpus/tuning.ts";
import type { Output } from "../command.ts";
import type { Context } from "../context.ts";
import { type OpenedModel, withEngine } from "../open-model.ts";
import { tune } from "../tune.ts";
import { rowsOfArm } from "../tuning-rows.ts";
import { mergePersona } from "./merge.ts";
import { personaInRun } from "./persona-run.ts";
import { tryIt } from "./texts.ts";

interface FinetuneCall {
  model: OpenedModel;
  arm: TuningArm;
  silent: FinetuneOptions["silent"];
  sentences: SentenceCut;
  data: string | undefined;
  allowEmoji: boolean;
  tuning: Omit<FinetuneOptions, "seed" | "silent">;
  guard: GuardRequest | undefined;
  out: string;
  fresh: boolean;
  /** Whether a merged model is wanted too; no part of what the persona is. */
  merge: boolean;
  threads: number | undefined;
}

/** Tunes a persona into its folder, and merges it where that is asked for. */
export async function finetunePersona(call: FinetuneCall, context: Context): Promise<Output> {
  const { model, arm, silent, sentences, data, allowEmoji, tuning, guard, merge } = call;
  const { source, spec } = model;
  const rows = rowsOfArm(arm, model.answers, { data, allowEmoji, sentences });
  const sha256 = await source.sha256({ cacheDir: spec.cacheDir, signal: context.signal });
  const guarded = guard && (await openGuard(guard, { config: source.config, sha256 }));
  const config = { trait: arm, silent, sentences, data, allowEmoji, tuning, guard: guarded?.record };
  return personaInRun(
    call,
    { command: "induce finetune", config, sha256 },
    context,
    (run) => tuned(run, rows, { ...call, sha256 }, context),
    async (result: FinetuneResult, about) => {
      const merged = merge ? await mergePersona(model, about.folder, context) : undefined;
      return described(result, { model, arm, merged, ...about });
    },
  );
}

function tuned(
  run: Run,
  rows: ReturnType<typeof rowsOfArm>,
  { model, sha256, arm, tuning, guard, silent, threads }: FinetuneCall & { sha256: string },
  context: Context,
): Promise<FinetuneResult> {
  const options = { ...tuning, silent, seed: context.seed };
  const checkpoints = join(run.folder, contents.checkpoints);
  makeFolder(checkpoints);
  return withEngine(threads, context, (engine) =>
    tune(engine, { model, sha256, arm, rows, options, guard, folder: run.folder, checkpoints, phase: "tune" }, context),
  );
}

function described(
  result: FinetuneResult,
  {
    model,
    folder,
    arm,
    had,
    merged,
  }: { model: OpenedModel; folder: string; arm: string; had: boolean; merged?: string },
): Output {
  const { rows, steps, lossFirst, lossLast, precision, reason, guard } = result;
  const near = (path: string) => relative(process.cwd(), path) || ".";
  return {
    json: { folder, ...result, ...(merged === undefined ? {} : { merged }) },
    text: [
      `${had ? "Already there" : "Wrote"}: ${near(folder)}, ${arm} by LoRA, for ${model.source.name}.`,
      `${rows} answers, ${steps} steps, loss ${lossFirst.toFixed(3)} to ${lossLast.toFixed(3)}.`,
      ...(guard === undefined ? [] : [wrap(guardText(guard), 80)]),
      wrap(`Frozen weights in ${precision}: ${reason}.`, 80),
      ...(merged === undefined ? [] : [`Merged model: ${near(merged)}`]),
      tryIt(model, folder),
    ].join("\n"),
  };
}

/** What tuning was guarded with, for people. */
function guardText(guard: GuardRecord): string {
  if (guard.kind === "penalise")
    return `Guarded: ${guard.units.length} MLP units held at their base mean by a penalty of ${guard.strength}; the adapter holds no guard.`;
  const { layers, directions } = guard;
  const where = `"${directions.meaning}" at ${layers.length === 1 ? `layer ${layers[0]}` : `${layers.length} layers`}`;
  if (guard.kind === "ablate") return `Guarded: ${where} taken out while tuning; the adapter holds no guard.`;
  const most = Math.max(...guard.shares);
  return (
    `Guarded: steered by ${guard.strength} times ${where} while tuning (at most ${most.toFixed(2)} of the residual stream's median length); ` +
    "the adapter holds no guard."
  );
}
