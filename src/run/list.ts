import { readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { badInput, TraitlabError } from "../base/errors.ts";
import { hasCode, readIfThere } from "../base/files.ts";
import { contents, emptyRun, isVacant, removeIfEmpty } from "./folder.ts";
import { acquireLock, lockHolder, type ProcessTable } from "./lock.ts";
import { type Manifest, readManifest } from "./manifest.ts";

/** A run as it lies on disk. */
export interface RunSummary {
  name: string;
  folder: string;
  /** As in the manifest, but a run that no live process has open is not "running": it was interrupted. */
  status: Manifest["status"];
  command: string;
  seed: number;
  /** Finished items. */
  items: number;
  /** When it was first opened and last touched, ISO 8601; undefined where the log is gone. */
  started: string | undefined;
  updated: string | undefined;
  /** The process that has it open. */
  pid: number | undefined;
}

/** What a run holds, beside its summary. */
export interface RunDetails extends RunSummary {
  manifest: Manifest;
  /** Undefined until the run is done. */
  findings: unknown;
}

/** The runs in the folders of `dir`, and in `dir` itself, by name; a folder whose manifest cannot be read is listed in `unreadable` with the reason. */
export function listRuns(
  dir: string,
  processes: ProcessTable,
): { runs: RunSummary[]; unreadable: { folder: string; reason: string }[] } {
  const found = { runs: [] as RunSummary[], unreadable: [] as { folder: string; reason: string }[] };
  for (const folder of [dir, ...foldersIn(dir)]) {
    try {
      const manifest = readManifest(folder);
      if (manifest !== undefined) found.runs.push(summarise(folder, manifest, processes));
    } catch (error) {
      if (!(error instanceof TraitlabError)) throw error;
      found.unreadable.push({ folder, reason: error.message });
    }
  }
  return found;
}

/** A run's manifest, progress and findings. Throws "bad-input" where `dir` holds no run. */
export function showRun(dir: string, processes: ProcessTable): RunDetails {
  const manifest = manifestOf(dir);
  const text = manifest.status === "done" ? readIfThere(join(dir, contents.findings)) : undefined;
  const findings = text === undefined ? undefined : parsed(join(dir, contents.findings), text);
  return { ...summarise(dir, manifest, processes), manifest, findings };
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badInput(`${path} is damaged: the command that made the run makes it again.`, error);
  }
}

/**
 * Deletes a run: what it wrote, and its folder if nothing else is in it. Returns the names of what stays, because no run
 * wrote it. Throws "bad-input" where `dir` holds no run of ours or is in use.
 */
export async function removeRun(dir: string, processes: ProcessTable): Promise<{ left: string[] }> {
  const manifest = manifestOf(dir);
  const unlock = await acquireLock(dir, processes);
  try {
    return { left: emptyRun(dir, manifest) };
  } finally {
    unlock();
    if (isVacant(dir)) removeIfEmpty(dir);
  }
}

function manifestOf(dir: string): Manifest {
  const manifest = readManifest(dir);
  if (manifest === undefined)
    throw badInput(`${dir} holds no run of traitlab (no manifest.json); \`traitlab run ls\` lists runs.`);
  return manifest;
}

function summarise(folder: string, manifest: Manifest, processes: ProcessTable): RunSummary {
  const pid = lockHolder(folder, processes);
  const times = lines(join(folder, contents.log)).flatMap(timeOf);
  return {
    name: basename(resolve(folder)),
    folder,
    status: manifest.status === "running" && pid === undefined ? "interrupted" : manifest.status,
    command: manifest.command,
    seed: manifest.seed,
    items: lines(join(folder, contents.items)).length,
    started: times[0],
    updated: times.at(-1),
    pid,
  };
}

/** The whole lines of a file; none where it is missing. */
const lines = (path: string): string[] => (readIfThere(path) ?? "").split("\n").slice(0, -1);

function timeOf(line: string): string[] {
  try {
    const { time } = JSON.parse(line) as { time?: unknown };
    return typeof time === "string" ? [time] : [];
  } catch {
    return [];
  }
}

function foldersIn(dir: string): string[] {
  try {
    return readdirSync(dir)
      .sort()
      .map((name) => join(dir, name))
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw badInput(`${dir} cannot be listed: ${error instanceof Error ? error.message : String(error)}.`, error);
  }
}
