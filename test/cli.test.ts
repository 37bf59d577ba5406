import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openRun } from "../src/run/open.ts";
import { runOptions, temporaryFolder } from "../src/run/testing/fixtures.ts";

const binary = join(import.meta.dirname, "../dist/cli/main.js");
const slowCommand = join(import.meta.dirname, "workers/slow-command.mjs");

/** Runs a program to its end; `signals` are sent one by one, each after `text` has appeared once more on stderr. */
async function start(
  program: string,
  args: string[],
  options: { cwd?: string; signals?: { text: string; signal: NodeJS.Signals }[] } = {},
) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: options.cwd ?? temporaryFolder(),
    env: { ...process.env, TRAITLAB_CACHE: join(temporaryFolder(), "cache") },
  });
  const signals = [...(options.signals ?? [])];
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    if (signals[0] !== undefined && stderr.includes(signals[0].text)) child.kill(signals.shift()!.signal);
  });
  const code = await new Promise<number | string | null>((resolve) => {
    child.on("close", (exitCode, signal) => resolve(exitCode ?? signal));
  });
  return { code, stdout, stderr };
}

const traitlab = (args: string[], cwd?: string) => start(binary, args, { cwd });

beforeAll(() => {
  if (!existsSync(binary)) throw new Error("these tests need `npm run build` first");
});

describe("the built command line", () => {
  it("says what it is and what to type first", async () => {
    const { code, stdout, stderr } = await traitlab([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^ {2}traitlab study emoji {2}/m);
    expect(stdout.trimEnd().split("\n").length).toBeLessThanOrEqual(10);
  });

  it("answers a wrong word with the right one, one sentence and exit code 2", async () => {
    expect(await traitlab(["docter"])).toEqual({
      code: 2,
      stdout: "",
      stderr: "error: Unknown command 'docter'; did you mean doctor?\n",
    });
    expect(await traitlab(["run", "ls", "--seed", "x"])).toEqual({
      code: 2,
      stdout: "",
      stderr: 'error: --seed takes a whole number from 0, not "x".\n',
    });
  });

  it("prints one JSON document with --json, also for an error", async () => {
    const { code, stdout, stderr } = await traitlab(["run", "show", "nowhere", "--json"]);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual({
      error: { code: "bad-input", exitCode: 3, message: expect.stringContaining("nowhere holds no run") },
    });
    expect(stderr).toMatch(/^error: nowhere holds no run [^\n]*\n$/);
  });

  it("lists, shows and deletes runs", async () => {
    const dir = temporaryFolder();
    (await openRun(join(dir, "runs", "first"), runOptions())).close();
    writeFileSync(join(dir, "runs", "first", "notes.txt"), "mine");
    const listed = JSON.parse((await traitlab(["run", "ls", "--json"], dir)).stdout);
    expect(listed).toMatchObject({
      runs: [{ name: "first", status: "interrupted", command: "study emoji", items: 0 }],
      unreadable: [],
    });
    expect((await traitlab(["run", "ls", "--status", "done"], dir)).stdout).toBe("No done runs in runs.\n");
    const shown = await traitlab(["run", "show", "runs/first"], dir);
    expect(shown.stdout).toMatch(/questions +40/);
    expect((await traitlab(["report", "runs/first"], dir)).code).toBe(3);
    expect(await traitlab(["run", "rm", "runs/first", "--quiet"], dir)).toEqual({
      code: 0,
      stdout: "Deleted the run in runs/first. Not the run's, so they stay: notes.txt.\n",
      stderr: "",
    });
    expect((await traitlab(["run", "rm", "runs/first"], dir)).code).toBe(3);
  });

  it("checks the machine", async () => {
    const { code, stdout } = await traitlab(["doctor", "--json"]);
    const { ready, checks } = JSON.parse(stdout) as {
      ready: boolean;
      checks: { name: string; status: string; found: string }[];
    };
    expect(checks.map(({ name }) => name)).toEqual([
      "node",
      "onnxruntime",
      "data",
      "embedded model",
      "cache",
      "memory",
      "threads",
    ]);
    expect(checks.find(({ name }) => name === "onnxruntime")).toEqual({
      name: "onnxruntime",
      status: "ok",
      found: "1.30.0",
    });
    expect({ ready, code }).toEqual({ ready: true, code: 0 });
  });

  it("calls a bug a bug, and shows the stack with --debug only", async () => {
    const plain = await start(slowCommand, ["broken"]);
    expect(plain).toEqual({
      code: 1,
      stdout: "",
      stderr: "error: This is a bug in traitlab: x is undefined (--debug shows where).\n",
    });
    expect((await start(slowCommand, ["broken", "--debug"])).stderr).toMatch(
      /TypeError: x is undefined\n {4}at .*slow-command\.mjs/,
    );
  });
});

describe("signals", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s stops at the next boundary with exit code %i", async (signal, code) => {
    const ended = await start(slowCommand, ["slow", "--json"], { signals: [{ text: "work:", signal }] });
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain("Stopping at the next boundary");
    expect(ended.stderr.trimEnd().endsWith("error: Interrupted.")).toBe(true);
    expect(JSON.parse(ended.stdout)).toEqual({
      error: { code: "interrupted", exitCode: code, message: "Interrupted." },
    });
  });

  it("the second one ends work that does not listen", async () => {
    const signals = [
      { text: "work:", signal: "SIGINT" as const },
      { text: "Stopping", signal: "SIGINT" as const },
    ];
    expect((await start(slowCommand, ["slow", "--deaf"], { signals })).code).toBe(130);
  });
});
