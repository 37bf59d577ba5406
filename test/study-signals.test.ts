import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { childrenOf, differing, isAlive, runFiles, TinyStudy, until } from "./tiny-study.ts";

/** 39 steps of each tuning: time enough to be interrupted in. */
const args = ["--epochs", "3"];
const study = new TinyStudy();
let expected: Record<string, string>;

beforeAll(async () => {
  expect((await study.run("whole", { args })).end).toBe(0);
  expected = runFiles(study.path("whole"));
});
afterAll(() => study.dispose());

/** Waits until the process tunes and there is a checkpoint (of an earlier process, perhaps); gives the pid of its engine. */
async function tuning(command: number): Promise<number> {
  const checkpoint = "run/checkpoints/tune__control__seed0/checkpoint.json";
  const isTuning = () => study.has(checkpoint) && study.log("run").at(-1)?.event === "step";
  const before = study.has("run", "log.jsonl") ? study.log("run").length : 0;
  await until(() => isTuning() && study.log("run").length > before, "the tuning");
  return childrenOf(command)[0]!;
}

describe("Ctrl+C and SIGTERM in the middle of a study", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s ends it with code %i, its engine with it, and says how to continue", async (signal, code) => {
    let engine = 0;
    const { end, stdout, stderr } = await study.run("run", {
      args: [...args, "--json"],
      during: async (child) => {
        engine = await tuning(child.pid!);
        child.kill(signal);
      },
    });
    expect({ end, alive: isAlive(engine) }).toEqual({ end: code, alive: false });
    const message = "Interrupted; what is finished is kept in run, and the same command continues it.";
    expect(stderr).toContain("Stopping at the next boundary; once more stops at once.\n");
    expect(stderr.trimEnd().split("\n").at(-1)).toBe(`error: ${message}`);
    expect(JSON.parse(stdout)).toEqual({ error: { code: "interrupted", exitCode: code, message } });
    const manifest = JSON.parse(readFileSync(study.path("run", "manifest.json"), "utf8")) as { status: string };
    expect(manifest.status).toBe("interrupted");
    const shown = JSON.parse((await study.command(["run", "show", "run", "--json"])).stdout) as object;
    expect(shown).toMatchObject({ status: "interrupted", items: 32 });
    const listed = await study.command(["run", "ls", ".", "--status", "interrupted", "--json"]);
    expect(JSON.parse(listed.stdout).runs).toMatchObject([{ name: "run" }]);
  });

  it("a second Ctrl+C ends it at once, even where the engine does not answer", async () => {
    let engine = 0;
    const { end, stderr } = await study.run("run", {
      args,
      during: async (child) => {
        engine = await tuning(child.pid!);
        process.kill(engine, "SIGSTOP");
        const heard = new Promise<void>((resolve) => {
          child.stderr!.on("data", (text: string) => void (text.includes("Stopping") && resolve()));
        });
        child.kill("SIGINT");
        await heard;
        child.kill("SIGINT");
      },
    });
    expect({ end, error: stderr.includes("error:") }).toEqual({ end: 130, error: false });
    await until(() => !isAlive(engine), "the engine's end");
  });

  it("and the same command ends it well, with the bytes of a run that nobody touched", async () => {
    const { end, stderr } = await study.run("run", { args });
    expect(end).toBe(0);
    expect(stderr).toMatch(/tune control\/seed0: going on after step \d+ of 39\.\n/);
    expect(differing(runFiles(study.path("run")), expected)).toEqual([]);
  });
});
