import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { ProcessTable } from "../lock.ts";
import type { RunOptions } from "../open.ts";

/** An empty folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "traitlab-run-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A machine on which only the processes given live, each pid with the mark of its start. */
export const processTable = (
  pid: number,
  live: Record<number, string> = { [pid]: "now" },
  host = "here",
): ProcessTable => ({
  host,
  pid,
  startOf: (asked) => live[asked],
});

/** Options of a small run. */
export const runOptions = (changed: Partial<RunOptions> = {}): RunOptions => ({
  command: "study emoji",
  config: { questions: 40, traits: ["extraversion"] },
  seed: 0,
  inputs: { model: "ab".repeat(32) },
  versions: { traitlab: "0.1.0" },
  machine: { cores: 2 },
  processes: processTable(100),
  ...changed,
});

/** What a function throws (or its promise rejects with); fails the test if it does not. */
export async function thrownBy(action: () => unknown): Promise<Error & { code?: string }> {
  try {
    await action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}

/** Every file below a folder with its content, but those that hold times. */
export function snapshot(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  const kept = paths.filter((path) => !path.endsWith("log.jsonl"));
  return Object.fromEntries(kept.map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]));
}
