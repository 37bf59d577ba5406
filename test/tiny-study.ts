import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { embeddedModel } from "../src/cli/model-name.ts";

const binary = join(import.meta.dirname, "../dist/cli/main.js");
const faults = join(import.meta.dirname, "workers/faults.mjs");

/** A disk change at which something goes wrong; see workers/faults.mjs. */
export interface Fault {
  in: "command" | "engine";
  at: string;
  count?: number;
  outcome: "command" | "engine" | "both" | "ENOSPC" | "EROFS" | "EACCES";
}

/** How a command ended and what it said. */
export interface Ended {
  /** Exit code, or the signal that killed it. */
  end: number | string;
  stdout: string;
  stderr: string;
}

export interface StudyOptions {
  /** Added to the smallest study's options; a later value of an option counts. */
  args?: readonly string[];
  fault?: Fault;
  /** A shell command before the program, in its process: a limit, for instance. */
  shell?: string;
  /** Called with the running process. */
  during?: (child: ChildProcess) => unknown;
}

/** The embedded model's smallest study and a cache of its own, in a folder that `dispose` deletes; commands run in that folder. */
export class TinyStudy {
  readonly folder = mkdtempSync(join(tmpdir(), "traitlab-study-"));
  readonly cache = join(this.folder, "cache");

  constructor() {
    if (!existsSync(binary)) throw new Error("these tests need `npm run build` first");
  }

  /** Copies the embedded model into the folder, where its files can be changed. */
  copyModel(name: string): string {
    cpSync(embeddedModel, this.path(name), { recursive: true });
    return this.path(name);
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs `traitlab study emoji` in the run folder `out` to its end, whatever that is. */
  run(out: string, options: StudyOptions = {}): Promise<Ended> {
    const arms = ["--traits", "extraversion", "--questions", "4", "--silent", "end", "--explain", "none"];
    const sizes = ["--epochs", "1", "--max-new-tokens", "24", "--rank", "2", "--threads", "1"];
    return this.command(["study", "emoji", ...arms, ...sizes, "--out", out, ...(options.args ?? [])], options);
  }

  /** Runs any command. */
  async command(words: readonly string[], { fault, shell, during }: Omit<StudyOptions, "args"> = {}): Promise<Ended> {
    const node = [...(fault ? ["--import", faults] : []), binary, ...words];
    const env = {
      ...process.env,
      TRAITLAB_CACHE: this.cache,
      ...(fault ? { TRAITLAB_TEST_FAULT: JSON.stringify({ count: 1, ...fault }) } : {}),
    };
    const child = shell
      ? spawn("bash", ["-c", `${shell}; exec "$@"`, "bash", process.execPath, ...node], { cwd: this.folder, env })
      : spawn(process.execPath, node, { cwd: this.folder, env });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const watched = Promise.resolve(during?.(child));
    const closed = new Promise((resolve) => child.on("close", resolve));
    const end = await new Promise<number | string>((resolve) => {
      child.on("exit", (code, signal) => resolve(signal ?? code ?? -1));
    });
    // Of one that was killed the engine holds the pipes for another moment.
    if (typeof end === "number") await closed;
    await watched;
    return { end, stdout, stderr };
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  has(...parts: string[]): boolean {
    return existsSync(this.path(...parts));
  }

  /** Whole lines of a run's items. */
  items(out: string): number {
    return readFileSync(this.path(out, "items.jsonl"), "utf8").split("\n").length - 1;
  }

  /** Events of a run's log with their fields, in order. */
  log(out: string): { event: string; name?: string; items?: number }[] {
    return readFileSync(this.path(out, "log.jsonl"), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as { event: string });
  }
}

/** Every file below a folder with its content (bytes as latin1), but the log, which holds the times. */
export function runFiles(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !path.endsWith("log.jsonl"));
  return Object.fromEntries(paths.sort().map((path) => [path.slice(folder.length + 1), readFileSync(path, "latin1")]));
}

/** Paths whose content differs between two run folders, in either of them. */
export function differing(one: Record<string, string>, other: Record<string, string>): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((path) => one[path] !== other[path]).sort();
}

/** Waits until a condition holds; fails after a minute. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  for (const start = performance.now(); !condition(); ) {
    if (performance.now() - start > 60_000) throw new Error(`waited in vain for ${what}`);
    await sleep(5);
  }
}

/** A slim Linux has no ps, other systems have no /proc. */
const hasProc = existsSync("/proc/self/stat");
const said = (program: string, ...args: string[]): string => spawnSync(program, args, { encoding: "utf8" }).stdout;

/** What the system says of a process; it may go while it is asked. */
function ofProcess(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}

/** The pids of a process's children. */
export function childrenOf(pid: number): number[] {
  const text = hasProc ? ofProcess(`/proc/${pid}/task/${pid}/children`) : said("pgrep", "-P", String(pid));
  return (text ?? "").split(/\s+/).filter(Boolean).map(Number);
}

/** Whether a process is there and not a corpse. */
export function isAlive(pid: number): boolean {
  const state = hasProc
    ? ofProcess(`/proc/${pid}/stat`)?.replace(/.*\) /s, "")
    : said("ps", "-o", "stat=", "-p", String(pid));
  return /^\s*[^\sZX]/.test(state ?? "");
}
