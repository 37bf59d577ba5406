import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { remoteTask } from "../src/graph/engine/task.ts";
import { fromDist } from "./from-dist.ts";

const { startEngine } = await fromDist<typeof import("../src/graph/engine/fork.ts")>("graph/engine/fork.js");

const module = new URL("./workers/engine-tasks.mjs", import.meta.url).href;
const program = fileURLToPath(new URL("./workers/engine-parent.mjs", import.meta.url));
const about = remoteTask<
  object,
  { pid: number; cwd: string; execArgv: string[]; nodeOptions?: string; heapMb: number }
>(module, "about");
const died = remoteTask<{ how: string }, void>(module, "died");
const spin = remoteTask<object, void, { pid: number }>(module, "spin");
const echo = remoteTask<unknown, unknown>(module, "echo");

/** Whether no process with that id runs any more; one that its new parent has yet to collect has ended. */
function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/stat`, "latin1").includes(") Z ");
  } catch {
    return true;
  }
}

/** Waits for the end of a process; the test's own time limit is the only one. */
async function gone(pid: number): Promise<void> {
  while (!isGone(pid)) await setTimeout(20);
}

interface Program {
  parent: ChildProcess;
  /** What the program says on stdout, one JSON a line. */
  said: Record<string, unknown>[];
  stderr: () => string;
  engineId: number;
  end: Promise<[code: number | null, signal: NodeJS.Signals | null]>;
}

const started: ChildProcess[] = [];
afterEach(() => {
  for (const parent of started.splice(0)) parent.kill("SIGKILL");
});

function launch(task: string, mode: string, env: NodeJS.ProcessEnv = {}): Omit<Program, "engineId"> {
  // A process group of its own, as a terminal gives to a command.
  const parent = spawn(process.execPath, [program, task, mode], {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    env: { ...process.env, ...env },
  });
  started.push(parent);
  const said: Record<string, unknown>[] = [];
  let stderr = "";
  parent.stderr.on("data", (text) => {
    stderr += text;
  });
  createInterface(parent.stdout).on("line", (line) => said.push(JSON.parse(line)));
  const end = once(parent, "close") as Program["end"];
  return { parent, said, stderr: () => stderr, end };
}

/** Starts the program and waits until the task is at work in its engine. */
async function busy(task: string, mode: string): Promise<Program> {
  const running = launch(task, mode);
  while (running.said.length === 0 && running.parent.exitCode === null) await setTimeout(5);
  const engineId = running.said[0]?.pid;
  if (typeof engineId !== "number")
    throw new Error(`the task did not begin: ${JSON.stringify(running.said)} ${running.stderr()}`);
  // Well into the next multiplication.
  await setTimeout(50);
  return { ...running, engineId };
}

// `multiply` is inside ONNX Runtime nearly always; `spin` never looks at a message.
describe.each(["multiply", "spin"])("while the engine runs %s", (task) => {
  test("process.exit(0) gives 0", async () => {
    const { end, engineId, stderr } = await busy(task, "exit");
    expect(await end).toEqual([0, null]);
    await gone(engineId);
    expect(stderr()).toBe("");
  });

  test("an uncaught error of the caller gives 1", async () => {
    const { end, engineId, stderr } = await busy(task, "throw");
    expect(await end).toEqual([1, null]);
    await gone(engineId);
    expect(stderr()).toContain("the caller's own bug");
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s, handled by exiting, gives %i", async (signal, code) => {
    const { parent, end, engineId, stderr } = await busy(task, "handle");
    process.kill(-parent.pid!, signal);
    expect(await end).toEqual([code, null]);
    await gone(engineId);
    expect(stderr()).toBe("");
  });

  test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)("%s, not handled, ends both", async (signal) => {
    const { parent, end, engineId, stderr } = await busy(task, "none");
    parent.kill(signal);
    expect(await end).toEqual([null, signal]);
    await gone(engineId);
    expect(stderr()).toBe("");
  });

  test("kill() ends it and leaves the caller alone", async () => {
    const { end, engineId, said } = await busy(task, "kill");
    expect(await end).toEqual([130, null]);
    await gone(engineId);
    expect(said[1]).toEqual({ code: "interrupted", message: "the engine was stopped" });
  });
});

test("an exit takes even a stopped engine along", async () => {
  const { parent, end, engineId } = await busy("multiply", "handle");
  process.kill(engineId, "SIGSTOP");
  parent.kill("SIGTERM");
  expect(await end).toEqual([143, null]);
  await gone(engineId);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s to the whole group leaves the engine to its caller",
  async (signal) => {
    const { parent, end, engineId, said, stderr } = await busy("multiply", "abort");
    process.kill(-parent.pid!, signal);
    expect(await end).toEqual([130, null]);
    // Had the signal reached the engine's process, it would have died of it in place of ending its task.
    expect(said[1]).toEqual({ code: "interrupted", message: "multiply was interrupted" });
    expect(isGone(engineId)).toBe(true);
    expect(stderr()).toBe("");
  },
);

test("dispose() in the middle of a task ends it in order", async () => {
  const { end, engineId, said, stderr } = await busy("multiply", "dispose");
  expect(await end).toEqual([130, null]);
  expect(said[1]).toEqual({ code: "interrupted", message: "multiply was interrupted" });
  expect(isGone(engineId)).toBe(true);
  expect(stderr()).toBe("");
});

test("dispose() ends by force what does not end in time", async () => {
  const engine = await startEngine({ threads: 1, disposeTimeoutMs: 50 });
  let pid = 0;
  const onEvent = (event: { pid: number }) => {
    pid = event.pid;
    void engine.dispose();
  };
  await expect(engine.run(spin, {}, { onEvent })).rejects.toMatchObject({ code: "interrupted" });
  await engine.dispose();
  expect(isGone(pid)).toBe(true);
});

test("an engine left to itself keeps no caller alive, and what tasks print never reaches stdout", async () => {
  const { end, said, stderr } = launch("about", "none");
  expect(await end).toEqual([0, null]);
  expect(said).toHaveLength(1);
  expect(stderr()).toBe("printed by the task\n");
  await gone((said[0]!.result as { pid: number }).pid);
});

test("the engine inherits no flags and works from /", async () => {
  const { end, said } = launch("about", "none", { NODE_OPTIONS: "--max-old-space-size=1234 --no-warnings" });
  expect(await end).toEqual([0, null]);
  const result = said[0]!.result as { cwd: string; execArgv: string[]; nodeOptions?: string; heapMb: number };
  expect(result.cwd).toBe("/");
  expect(result.nodeOptions).toBeUndefined();
  expect(result.execArgv).toHaveLength(1);
  // V8 adds its young generation to the limit, once in each process.
  expect(result.heapMb).toBeGreaterThanOrEqual(1234);
  expect(result.heapMb).toBeLessThan(1500);
});

test("the heap's limit can be set", async () => {
  await using engine = await startEngine({ threads: 1, heapMb: 3000 });
  const { heapMb, execArgv } = await engine.run(about, {});
  expect(execArgv).toEqual(["--max-old-space-size=3000"]);
  expect(heapMb).toBeGreaterThanOrEqual(3000);
  expect(heapMb).toBeLessThan(3200);
});

describe("an engine whose process dies", () => {
  test.each([
    ["out of memory", "memory", "The engine process was killed while it ran died, most likely by the system"],
    ["native crash", "internal", "ended unexpectedly while it ran died (signal SIGSEGV)"],
    ["exit", "internal", "ended unexpectedly while it ran died (exit code 7)"],
    ["stray", "internal", "the engine process failed: RangeError: outside of the task"],
  ])("%s: says so to all that is pending, and to later runs", async (how, code, words) => {
    await using engine = await startEngine({ threads: 1 });
    const dead = { name: "TraitlabError", code, message: expect.stringContaining(words) };
    const pending = [engine.run(died, { how }), engine.run(echo, 1)];
    await Promise.all(pending.map((run) => expect(run).rejects.toMatchObject(dead)));
    await expect(engine.run(echo, 1)).rejects.toMatchObject(dead);
    const error: Error = await pending[0]!.then(Promise.reject, (thrown) => thrown);
    if (how === "stray") expect(error.stack).toContain("engine-tasks.mjs");
  });
});

describe("an engine that cannot start", () => {
  test("says how it ended", async () => {
    const { end, said, stderr } = launch("about", "none", { ENGINE_HEAP_MB: "none" });
    expect(await end).toEqual([1, null]);
    expect(said).toEqual([]);
    expect(stderr()).toMatch(/the engine process ended unexpectedly while it was idle or starting \(.+\)/);
  });

  test("says what the system said", async () => {
    const { execPath } = process;
    try {
      process.execPath = "/no/such/node";
      const message = "the engine process cannot be started: spawn /no/such/node ENOENT";
      await expect(startEngine({ threads: 1 })).rejects.toMatchObject({ code: "internal", message });
    } finally {
      process.execPath = execPath;
    }
  });
});

test("100 MB cross there and back", async () => {
  await using engine = await startEngine({ threads: 1 });
  const sent = new Float32Array(25e6).fill(0.5);
  sent[24_999_999] = 7;
  const back = (await engine.run(echo, sent)) as Float32Array;
  expect(back.length).toBe(sent.length);
  expect(back[24_999_999]).toBe(7);
});
