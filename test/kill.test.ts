import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { randomStream } from "../src/base/random.ts";
import { snapshot, temporaryFolder } from "../src/run/testing/fixtures.ts";

const worker = join(import.meta.dirname, "workers", "study.mjs");
const run = promisify(execFile);
const finish = (dir: string, ...args: string[]) => run(process.execPath, [worker, dir, ...args]);

/** Starts the worker and gives the signal or exit code that ended it. */
async function ending(dir: string, args: string[], killAfterMs?: number): Promise<string | number> {
  const child = spawn(process.execPath, [worker, dir, ...args], { stdio: ["ignore", "inherit", "inherit"] });
  const ended = once(child, "exit");
  if (killAfterMs !== undefined) {
    await sleep(killAfterMs);
    child.kill("SIGKILL");
  }
  const [code, signal] = (await ended) as [number | null, string | null];
  return signal ?? code ?? -1;
}

beforeAll(() => {
  if (!existsSync(join(import.meta.dirname, "../dist/run/open.js")))
    throw new Error("these tests need `npm run build` first");
});

describe("a run that is killed with kill -9 and continued leaves the same bytes as one that was not", () => {
  it("at every change it makes to the disk, half way into each write", async () => {
    const whole = temporaryFolder();
    await finish(whole);
    const expected = snapshot(whole);
    expect(Object.keys(expected)).toHaveLength(7);
    const killed: number[] = [];
    for (let at = 1; ; at++) {
      const dir = temporaryFolder();
      const end = await ending(dir, ["--die-at", String(at)]);
      if (end === 0) break;
      expect(end, `change ${at}`).toBe("SIGKILL");
      killed.push(at);
      await finish(dir);
      expect(snapshot(dir), `killed at change ${at}`).toEqual(expected);
    }
    expect(killed.length).toBeGreaterThan(40);
  }, 120_000);

  it("at any time, again and again, also inside writes of megabytes", async () => {
    const whole = temporaryFolder();
    await finish(whole, "--large");
    const expected = snapshot(whole);
    const times = randomStream(0, "kill times");
    let kills = 0;
    for (let round = 0; round < 4; round++) {
      const dir = temporaryFolder();
      // Ever more time, so that it ends however slow the machine is.
      for (let ms = 200; (await ending(dir, ["--large"], ms * times.uniform())) === "SIGKILL"; ms += 50) kills++;
      const same = Object.entries(expected).map(([path, content]) => [path, snapshot(dir)[path] === content]);
      expect(same).toEqual(Object.keys(expected).map((path) => [path, true]));
    }
    expect(kills).toBeGreaterThan(4);
  }, 120_000);
});

describe("two processes on one folder", () => {
  it("all but one are refused with its pid, and it is not disturbed", async () => {
    const dir = temporaryFolder();
    const gate = join(temporaryFolder(), "go");
    const children = [1, 2, 3].map(() => finish(dir, "--wait-for", gate));
    let refused = 0;
    for (const child of children) {
      child.catch((error: unknown) => {
        expect(String(error)).toMatch(/is in use by process \d+/);
        if (++refused === 2) writeFileSync(gate, "");
      });
    }
    const outcomes = await Promise.allSettled(children);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
    const whole = temporaryFolder();
    await finish(whole);
    expect(snapshot(dir)).toEqual(snapshot(whole));
  });
});
