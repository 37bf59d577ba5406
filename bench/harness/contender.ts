import { type SpawnOptions, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a contender measured in one process of its own. */
export interface Sample {
  /** By name, e.g. `tokensPerSecond`, `peakMb`. */
  figures: Record<string, number>;
  /** Of what did the work, by name. */
  versions: Record<string, string>;
}

/** What a contender's process prints as its last line, in JSON: a sample, or why it cannot take part. */
export type Outcome = Sample | { absent: string };

/** One that takes part: a program that is given a request as its one argument. */
export interface Contender {
  name: string;
  command: readonly string[];
  request: object;
}

/** Ours: a program in bench/subjects/, run from the build. */
export const ours = (name: string, subject: string, request: object): Contender => ({
  name,
  command: [process.execPath, fileURLToPath(new URL(`../subjects/${subject}.js`, import.meta.url))],
  request,
});

const peerFile = (file: string): string => fileURLToPath(new URL(`../../../bench/peers/${file}`, import.meta.url));

/** A peer in Node: a program in bench/peers/. */
export const nodePeer = (name: string, file: string, request: object): Contender => ({
  name,
  command: [process.execPath, peerFile(file)],
  request,
});

/** A peer in Python: a script in bench/peers/, run by `TRAITLAB_BENCH_PYTHON` or `python3`. */
export const pythonPeer = (name: string, file: string, request: object): Contender => ({
  name,
  command: [process.env.TRAITLAB_BENCH_PYTHON ?? "python3", peerFile(file)],
  request,
});

/** Runs a contender once. Throws with the end of its stderr where it fails: what fails is not absent. */
export async function runOnce({ name, command, request }: Contender): Promise<Outcome> {
  const [program, ...args] = command;
  const options: SpawnOptions = { stdio: ["ignore", "pipe", "pipe"] };
  const child = spawn(program!, [...args, JSON.stringify(request)], options);
  let [stdout, stderr] = ["", ""];
  child.stdout!.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr!.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const end = await new Promise<number | string>((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
  if (end === "ENOENT") return { absent: `there is no program ${program}; TRAITLAB_BENCH_PYTHON names a Python` };
  if (end !== 0) throw new Error(`${name} ended with ${end}:\n${stderr.slice(-2000)}`);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1)!) as Outcome;
}
