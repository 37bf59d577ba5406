import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { TraitlabError } from "../../base/errors.ts";
import { siblingModule } from "./task.ts";

/** How a process ended: an exit code, a signal, or the error that kept it from starting. */
export interface ChildEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  spawnError?: Error;
}

/**
 * Forks the engine's process. It works from `/`, where ONNX Runtime's paths to weights begin, and starts bare: neither
 * `execArgv` nor NODE_OPTIONS are handed down, since an inspector's port, a test runner's loader or a relative path in
 * them would break it.
 */
export function forkChild(threads: number, heapMb: number): ChildProcess {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return fork(fileURLToPath(siblingModule(import.meta.url, "./child.ts")), [String(threads)], {
    cwd: "/",
    env,
    execArgv: [`--max-old-space-size=${heapMb}`],
    serialization: "advanced",
    // Stdout belongs to the caller's results.
    stdio: ["ignore", 2, 2, "ipc"],
  });
}

/** Waits until the process has ended and its last message has been read. */
export async function childEnd(child: ChildProcess): Promise<ChildEnd> {
  const exit = new Promise<ChildEnd>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    // Other errors (a signal that cannot be sent) do not end the process.
    child.on("error", (error) => child.pid === undefined && resolve({ code: null, signal: null, spawnError: error }));
  });
  const drained = new Promise((resolve) => child.once("disconnect", resolve));
  const end = await exit;
  if (!end.spawnError) await drained;
  return end;
}

/** Keeps this process from ending by itself while the child is at work. */
export function holdOn(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
}

/** Lets this process end by itself, and the child with it. */
export function letGo(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

/** Why an engine is over, in one sentence. `crash` is what the process reported of itself, `task` what it was doing. */
export function endReason(
  end: ChildEnd,
  { killed, crash, task }: { killed: boolean; crash?: TraitlabError | undefined; task?: string | undefined },
): TraitlabError {
  const when = task ? `while it ran ${task}` : "while it was idle or starting";
  if (killed) return new TraitlabError("interrupted", "the engine was stopped");
  if (end.spawnError)
    return new TraitlabError("internal", `the engine process cannot be started: ${end.spawnError.message}`, {
      cause: end.spawnError,
    });
  if (crash) return crash;
  if (end.signal === "SIGKILL")
    return new TraitlabError(
      "memory",
      `The engine process was killed ${when}, most likely by the system for want of memory: use a smaller model, batch or context`,
    );
  // Once it has started, the process ignores these.
  if (end.signal === "SIGINT" || end.signal === "SIGTERM" || end.signal === "SIGHUP")
    return new TraitlabError("interrupted", "the engine was interrupted as it started");
  const how = end.signal ? `signal ${end.signal}` : `exit code ${end.code}`;
  return new TraitlabError(
    "internal",
    `the engine process ended unexpectedly ${when} (${how}): its last words are on stderr`,
  );
}
