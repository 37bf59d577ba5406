import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { randomStream } from "../src/base/random.ts";
import { childrenOf, differing, type Fault, isAlive, runFiles, TinyStudy, until } from "./tiny-study.ts";

/** Two epochs: 26 steps of each tuning, with checkpoints after 10, 20 and 26. */
const args = ["--epochs", "2"];
const study = new TinyStudy();
let expected: Record<string, string>;

beforeAll(async () => {
  expect((await study.run("whole", { args })).end).toBe(0);
  expected = runFiles(study.path("whole"));
});
afterAll(() => study.dispose());

/** What must hold of a run that ended well, however often it was stopped before: the same bytes, no step done twice. */
function expectWhole(out: string): void {
  expect(differing(runFiles(study.path(out)), expected)).toEqual([]);
  const finished = study.log(out).flatMap(({ event, name }) => (event === "step done" ? [name] : []));
  expect(new Set(finished).size).toBe(finished.length);
}

const ends = { command: "SIGKILL", both: "SIGKILL", engine: 4 };

describe("kill -9 of the command, of its engine or of both, continued by the same command to the same bytes", () => {
  it("has something to compare: items, adapters, findings and a report", () => {
    expect(Object.keys(expected)).toEqual(
      expect.arrayContaining([
        "findings.json",
        "items.jsonl",
        "manifest.json",
        "personas/control/seed0/adapter/adapter_model.safetensors",
        "personas/finetune/extraversion/high/seed0/adapter/adapter_model.safetensors",
        "personas/finetune/extraversion/high/seed0/persona.json",
        "report.html",
        "steps/tune/control/seed0.json",
      ]),
    );
    // 2 tunings and 4 untuned arms, each with 4 responses and 4 masses.
    expect(expected["items.jsonl"]!.split("\n")).toHaveLength(6 * 8 + 1);
  });

  /** In the order of the study: one run meets them all, each after it was continued from the one before. */
  const faults: Fault[] = [
    { in: "command", at: "write .*items", outcome: "command" },
    { in: "command", at: "write .*items", count: 2, outcome: "engine" },
    { in: "command", at: "write .*items", count: 3, outcome: "both" },
    { in: "command", at: "write .*items", count: 2, outcome: "command" },
    { in: "engine", at: "write .*step-10.safetensors", count: 8, outcome: "engine" },
    { in: "engine", at: "rename .*step-10.safetensors", outcome: "command" },
    { in: "engine", at: "write .*checkpoint.json", outcome: "both" },
    { in: "engine", at: "rename .*checkpoint.json", count: 2, outcome: "engine" },
    { in: "engine", at: "remove .*step-10.safetensors", outcome: "both" },
    { in: "engine", at: "write .*adapter_model", count: 5, outcome: "both" },
    { in: "engine", at: "write .*persona.json", outcome: "both" },
    { in: "command", at: "write .*seed0.json", outcome: "both" },
    { in: "command", at: "remove .*checkpoints/tune", outcome: "command" },
    { in: "command", at: "write .*findings.json", outcome: "command" },
    { in: "command", at: "rename .*manifest.json", count: 2, outcome: "command" },
    { in: "command", at: "write .*report.html", outcome: "command" },
  ];
  it("while it answers and weighs, inside writes of checkpoints and adapters, and in its last writes", async () => {
    let items = 0;
    for (const fault of faults) {
      const { end, stderr } = await study.run("faults", { args, fault });
      expect(end, `${JSON.stringify(fault)}: ${stderr}`).toBe(ends[fault.outcome as keyof typeof ends]);
      const kept = study.items("faults");
      expect(kept).toBeGreaterThanOrEqual(items);
      items = kept;
    }
    expect((await study.run("faults", { args })).end).toBe(0);
    expectWhole("faults");
  }, 120_000);

  it("between two checkpoints, from the last one on", async () => {
    for (const who of ["command", "engine", "both"] as const) {
      const { end } = await study.run("between", { args, during: (child) => void killAt(10, child.pid!, who) });
      expect(end).toBe(ends[who]);
    }
    const { end, stderr } = await study.run("between", { args });
    expect(end).toBe(0);
    expect(stderr).toContain("tune control/seed0: going on after step 10 of 26.\n");
    expectWhole("between");
  }, 120_000);

  async function killAt(step: number, pid: number, who: "command" | "engine" | "both"): Promise<void> {
    const checkpoint = study.path("between/checkpoints/tune__control__seed0/checkpoint.json");
    const isThere = () =>
      existsSync(checkpoint) && (JSON.parse(readFileSync(checkpoint, "utf8")) as { step: number }).step === step;
    await until(() => isThere() && childrenOf(pid).length > 0, "the checkpoint");
    const [engine] = childrenOf(pid);
    if (who !== "command") process.kill(engine!, "SIGKILL");
    if (who !== "engine") process.kill(pid, "SIGKILL");
    if (who === "command") await until(() => !isAlive(engine!), "the engine's end");
  }

  it("at random times, again and again", async () => {
    const times = randomStream(0, "kill times");
    let kills = 0;
    // Ever more time, so that it ends however slow the machine is.
    for (let ms = 1200; ; ms += 300) {
      const { end } = await study.run("random", {
        args,
        during: (child) => void sleep(ms * times.uniform()).then(() => child.kill("SIGKILL")),
      });
      if (end === 0) break;
      expect(end).toBe("SIGKILL");
      kills++;
    }
    expectWhole("random");
    expect(kills).toBeGreaterThan(2);
  }, 120_000);
});
