import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { contents } from "../../run/folder.ts";
import { openRun } from "../../run/open.ts";
import type { Run } from "../../run/run.ts";
import type { Context } from "../context.ts";
import type { OpenedModel } from "../open-model.ts";
import { answersHashes, userDataHash } from "../tuning-rows.ts";

/** What every call for a trained persona has. */
interface PersonaCall {
  model: OpenedModel;
  /** The user's training data; the model's answers where left out. */
  data: string | undefined;
  out: string;
  fresh: boolean;
}

/** The persona as its run's manifest has it. */
interface PersonaRun {
  /** As typed: "induce finetune". */
  command: string;
  /** Every option that decides a number; the model is added. */
  config: object;
  /** The model's. */
  sha256: string;
}

/**
 * Trains a persona into its folder, which is a run too: its manifest says what it was made with, the same command goes on from its
 * checkpoints, and one process at a time works in it. `had` where it was there already; `after` is done either way, while the folder is held.
 */
export async function personaInRun<Result, Made>(
  { model, data, out, fresh }: PersonaCall,
  { command, config, sha256 }: PersonaRun,
  { host, paths, seed, say }: Context,
  train: (run: Run) => Promise<Result>,
  after: (result: Result, about: { folder: string; had: boolean }) => Made | Promise<Made>,
): Promise<Made> {
  const run = await openRun(out, {
    command,
    config: { model: model.given, ...config },
    seed,
    inputs: { model: sha256, ...(data === undefined ? answersHashes(model, paths) : userDataHash(data)) },
    ...host,
    fresh,
  });
  try {
    for (const note of [...run.notes, ...model.source.notes]) say(note);
    const had = run.done;
    if (!had) run.finish(await train(run));
    return await after(run.findings<Result>(), { folder: run.folder, had });
  } catch (error) {
    if (!run.done) run.stop(error);
    throw error;
  } finally {
    run.close();
    withoutItems(run);
  }
}

/** A persona has no items: an empty file of them would only be asked about. */
function withoutItems({ folder }: Run): void {
  const path = join(folder, contents.items);
  if (statSync(path, { throwIfNoEntry: false })?.size === 0) rmSync(path, { force: true });
}
