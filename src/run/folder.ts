import { mkdirSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { badInput } from "../base/errors.ts";
import { hasCode, isTemporary, removeTemporaries, writeFailure } from "../base/files.ts";
import { isLock } from "./lock.ts";
import { type Manifest, writeManifest } from "./manifest.ts";

/** Everything that a run may leave in its folder; nothing else in it is ours to delete. The manifest goes last. */
export const contents = {
  items: "items.jsonl",
  findings: "findings.json",
  log: "log.jsonl",
  steps: "steps",
  checkpoints: "checkpoints",
  personas: "personas",
  report: "report.html",
  scoreTable: "scores.csv",
  itemTable: "items.csv",
  /** Where the run made one persona, the folder is that persona's too. */
  persona: "persona.json",
  adapter: "adapter",
  psychadapter: "psychadapter.safetensors",
  /** A steering vector that the run made, and the trait that it is for. */
  vector: "vector.safetensors",
  trait: "trait.json",
  /** Screened training data: all rows ranked, and those that were flagged. */
  ranking: "ranked.csv",
  flagged: "flagged.jsonl",
  mergedFile: "merged.gguf",
  mergedFolder: "merged",
  /** A model that the run trained from nothing. */
  model: "model",
  manifest: "manifest.json",
} as const;

/** True where the folder is missing or holds nothing (what a killed start leaves does not count). */
export function isVacant(folder: string): boolean {
  return entries(folder).every((name) => isLock(name) || isTemporary(name));
}

/**
 * Deletes what a run left in `folder`, and returns the names of what was not the run's, which stays. The manifest is
 * marked first and deleted last: a kill in between leaves a folder that is still known as ours, and as worth nothing.
 */
export function emptyRun(folder: string, manifest: Manifest): string[] {
  writeManifest(folder, { ...manifest, status: "discarded" });
  for (const name of Object.values(contents)) rmSync(join(folder, name), { recursive: true, force: true });
  removeTemporaries(folder);
  return entries(folder).filter((name) => !isLock(name));
}

/** Makes a folder and those above it. Throws "bad-input" where a file is in the way, "incomplete" on a full disk. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    const isFile = hasCode(error, "EEXIST") || hasCode(error, "ENOTDIR");
    throw isFile ? badInput(`${path} is a file or lies below one; give a folder.`, error) : writeFailure(path, error);
  }
}

/** The folders and file that a name with slashes stands for. Throws where one could lead out of the run, or be no file name somewhere. */
export function segments(name: string): string[] {
  const parts = name.split("/");
  const bad = parts.find((part) => !/^[A-Za-z0-9][A-Za-z0-9._+=-]*$/.test(part));
  if (bad !== undefined) throw new Error(`"${name}" cannot name a file of a run: "${bad}"`);
  return parts;
}

/** Removes an empty folder; one that is not stays. */
export function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!hasCode(error, "ENOTEMPTY") && !hasCode(error, "EEXIST")) throw error;
  }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  }
}
