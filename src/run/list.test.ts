import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listRuns, removeRun, showRun } from "./list.ts";
import { openRun, withRun } from "./open.ts";
import { processTable, runOptions, temporaryFolder, thrownBy } from "./testing/fixtures.ts";

const processes = processTable(100);

describe("listRuns", () => {
  it("lists what is there: running, interrupted, done, and what cannot be read", async () => {
    const dir = temporaryFolder();
    await withRun(join(dir, "a-done"), runOptions(), async (run) => {
      run.items<number>("base", ["q0"]).put("q0", 1);
      return { esr: 0 };
    });
    const running = await openRun(join(dir, "b-running"), runOptions());
    await openRun(join(dir, "c-killed"), runOptions({ processes: processTable(7) }));
    mkdirSync(join(dir, "d-other"));
    mkdirSync(join(dir, "e-broken"));
    writeFileSync(join(dir, "e-broken", "manifest.json"), "{");
    const { runs, unreadable } = listRuns(dir, processes);
    expect(runs.map(({ name, status, items, pid }) => [name, status, items, pid])).toEqual([
      ["a-done", "done", 1, undefined],
      ["b-running", "running", 0, 100],
      ["c-killed", "interrupted", 0, undefined],
    ]);
    expect(runs[0]).toMatchObject({ command: "study emoji", seed: 0, started: expect.stringMatching(/^\d{4}-/) });
    expect(unreadable).toEqual([{ folder: join(dir, "e-broken"), reason: expect.stringContaining("not JSON") }]);
    running.close();
    expect(listRuns(join(dir, "a-done"), processes).runs).toHaveLength(1);
    expect(listRuns(join(dir, "none"), processes)).toEqual({ runs: [], unreadable: [] });
  });
});

describe("showRun", () => {
  it("gives manifest and findings", async () => {
    const dir = temporaryFolder();
    await withRun(dir, runOptions(), async () => ({ esr: 0.5 }));
    expect(showRun(dir, processes)).toMatchObject({ status: "done", findings: { esr: 0.5 }, manifest: { seed: 0 } });
    expect(await thrownBy(() => showRun(temporaryFolder(), processes))).toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("holds no run of traitlab"),
    });
  });
});

describe("removeRun", () => {
  it("deletes a run and its folder, but not what is the user's, not a run in use, not any other folder", async () => {
    const dir = join(temporaryFolder(), "run");
    const run = await openRun(dir, runOptions());
    await run.step("a", async () => 1);
    expect(await thrownBy(() => removeRun(dir, processes))).toMatchObject({
      message: expect.stringContaining("in use by process 100"),
    });
    run.close();
    writeFileSync(join(dir, "notes.txt"), "mine");
    expect(await removeRun(dir, processes)).toEqual({ left: ["notes.txt"] });
    expect(readdirSync(dir)).toEqual(["notes.txt"]);
    expect(await thrownBy(() => removeRun(dir, processes))).toMatchObject({ code: "bad-input" });

    const other = join(temporaryFolder(), "run");
    (await openRun(other, runOptions())).close();
    expect(await removeRun(other, processes)).toEqual({ left: [] });
    expect(existsSync(other)).toBe(false);
  });
});
