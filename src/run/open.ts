import { resolve } from "node:path";
import { badInput, TraitlabError } from "../base/errors.ts";
import { removeTemporaries } from "../base/files.ts";
import { throughJson } from "../base/json.ts";
import { type Difference, differences } from "./difference.ts";
import { emptyRun, isVacant, makeFolder } from "./folder.ts";
import { type Growing, grown, identity, place } from "./identity.ts";
import { acquireLock, type ProcessTable } from "./lock.ts";
import { lostResults } from "./lost-results.ts";
import { type Manifest, readManifest, writeManifest } from "./manifest.ts";
import { Run } from "./run.ts";

/** What a run is, and who runs it. */
export interface RunOptions {
  /** What the user asked for, e.g. "study emoji". */
  command: string;
  /** Every option that decides a number, defaults filled in; plain JSON. */
  config: object;
  seed: number;
  /** SHA-256 of each thing read, by name: models, data, personas. */
  inputs: Record<string, string>;
  /** Each automatic choice with its reason. It may differ between calls; the first stays. */
  choices?: Manifest["choices"];
  versions: Record<string, string>;
  machine: Manifest["machine"];
  processes: ProcessTable;
  /** Deletes the run that the folder holds first. */
  fresh?: boolean;
  growing?: Growing;
}

/**
 * Starts a run in the folder `dir`, or continues the one it holds when command, config, seed and inputs are the same.
 * Throws "bad-input" where the folder holds another run, something that is not a run, or is in use by another process.
 * Whoever opens a run closes it.
 */
export async function openRun(dir: string, options: RunOptions): Promise<Run> {
  const folder = resolve(dir);
  makeFolder(folder);
  if (readManifest(folder) === undefined && !isVacant(folder)) {
    throw badInput(`${dir} holds files but no run of traitlab; give a new or empty folder as --out.`);
  }
  const unlock = await acquireLock(folder, options.processes, dir);
  try {
    removeTemporaries(folder);
    const notes: string[] = [];
    const manifest = begin(dir, folder, options, notes);
    return new Run({ folder, manifest, unlock, notes });
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * Opens a run, does its work and closes it with the status that the outcome deserves. A finished run's findings are returned
 * at once. Where the work was interrupted or ran out of memory, the error says that the same command continues it.
 */
export async function withRun<T>(dir: string, options: RunOptions, work: (run: Run) => Promise<T>): Promise<T> {
  const run = await openRun(dir, options);
  try {
    if (!run.done) run.finish(await work(run));
    const findings = run.findings<T>();
    run.close();
    return findings;
  } catch (thrown) {
    run.stop(thrown);
    closeAfter(run);
    throw continuable(dir, thrown);
  }
}

/** What went wrong first is what is to be told, not that a full disk could not be flushed after it. */
function closeAfter(run: Run): void {
  try {
    run.close();
  } catch {
    // The same disk, most likely; each file keeps its whole lines.
  }
}

function continuable(dir: string, error: unknown): unknown {
  if (!(error instanceof TraitlabError)) return error;
  const how = `what is finished is kept in ${dir}, and the same command continues it.`;
  const stop = error.message.replace(/[.;]$/, "");
  if (error.code === "interrupted") return new TraitlabError("interrupted", `Interrupted; ${how}`, { cause: error });
  if (error.code === "memory") return new TraitlabError("memory", `${stop}; ${how}`, { cause: error });
  return error;
}

function begin(dir: string, folder: string, options: RunOptions, notes: string[]): Manifest {
  const asked = newManifest(options);
  const found = readManifest(folder);
  if (found !== undefined && (options.fresh === true || found.status === "discarded")) emptyRun(folder, found);
  else if (found !== undefined) return continued({ dir, folder, found, asked, growing: options.growing }, notes);
  writeManifest(folder, asked);
  return asked;
}

/** A folder's run, and the one that is asked for. */
interface Continuation {
  dir: string;
  folder: string;
  found: Manifest;
  asked: Manifest;
  growing: Growing | undefined;
}

function continued({ dir, folder, found, asked, growing }: Continuation, notes: string[]): Manifest {
  const begun = growing ? grown(found, asked, growing) : found;
  const differing = differences(identity(begun), identity(asked));
  if (differing.length > 0) throw anotherRun(dir, differing);
  const { error: _, items: __, ...manifest } = { ...begun, config: asked.config };
  const elsewhere = differences(place(manifest.continuedWith?.at(-1) ?? found), place(asked));
  if (found.status === "done" && begun === found) {
    const lost = lostResults(folder, found);
    if (lost.length === 0) return found;
    notes.push(`Made again, because missing or damaged: ${lost.join(", ")}.`);
  }
  if (elsewhere.length > 0) {
    manifest.continuedWith = [...(found.continuedWith ?? []), place(asked)];
    notes.push(
      `This run was begun elsewhere: ${listed(elsewhere)}; what is computed from here on may differ in the last bits.`,
    );
  }
  manifest.status = "running";
  writeManifest(folder, manifest);
  return manifest;
}

const newManifest = ({ command, config, seed, inputs, choices = {}, versions, machine }: RunOptions): Manifest =>
  throughJson({
    tool: "traitlab",
    schema: 1,
    status: "running",
    command,
    config,
    seed,
    inputs,
    choices,
    versions,
    machine,
  } as Manifest);

function anotherRun(dir: string, differing: readonly Difference[]): Error {
  return badInput(
    `${dir} holds another run: ${listed(differing)}; repeat its options to continue it, start over with --fresh, or give another --out.`,
  );
}

function listed(differing: readonly Difference[]): string {
  const shown = differing
    .slice(0, 3)
    .map(({ path, before, after }) => `${named(path)} is ${short(before)} there and ${short(after)} here`);
  const more = differing.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** A place in a manifest in a person's words: options go by their names, what was read by its hash. */
const named = (path: string): string =>
  path.replace(/^config\./, "").replace(/^inputs\.(.*)$/, (_, input: string) => `the SHA-256 of ${input}`);

const short = (text = "absent"): string => {
  const hash = /^"([0-9a-f]{64})"$/.exec(text)?.[1];
  if (hash !== undefined) return `${hash.slice(0, 12)}...`;
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
};
