import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { acquireLock, lockHolder } from "./lock.ts";
import { processTable, temporaryFolder, thrownBy } from "./testing/fixtures.ts";

const both = { 100: "mon", 200: "tue" };

describe("acquireLock", () => {
  it("refuses a second process with the first one's pid, until it is given back", async () => {
    const folder = temporaryFolder();
    const release = await acquireLock(folder, processTable(100, both));
    expect(lockHolder(folder, processTable(200, both))).toBe(100);
    expect(await thrownBy(() => acquireLock(folder, processTable(200, both)))).toMatchObject({
      code: "bad-input",
      message: expect.stringMatching(/is in use by process 100; .*another --out/),
    });
    release();
    expect(readdirSync(folder)).toEqual([]);
    const second = await acquireLock(folder, processTable(200, both));
    second();
  });

  it("refuses the same process a second time", async () => {
    const folder = temporaryFolder();
    await acquireLock(folder, processTable(100));
    expect(await thrownBy(() => acquireLock(folder, processTable(100)))).toMatchObject({ code: "bad-input" });
  });

  it("takes the folder of a process that is gone, also where its pid belongs to another now", async () => {
    const folder = temporaryFolder();
    await acquireLock(folder, processTable(100, both));
    const afterDeath = await acquireLock(folder, processTable(200, { 200: "tue" }));
    expect(readdirSync(folder)).toHaveLength(1);
    afterDeath();
    await acquireLock(folder, processTable(100, both));
    const afterReuse = await acquireLock(folder, processTable(200, { 100: "wed", 200: "tue" }));
    expect(readdirSync(folder)).toHaveLength(1);
    afterReuse();
  });

  it("believes a process to live where the system does not say since when", async () => {
    const folder = temporaryFolder();
    await acquireLock(folder, processTable(100, both));
    const vague = processTable(200, { 100: "unknown", 200: "unknown" });
    expect(await thrownBy(() => acquireLock(folder, vague))).toMatchObject({ code: "bad-input" });
  });

  it("does not judge the processes of another machine", async () => {
    const folder = temporaryFolder();
    await acquireLock(folder, processTable(100, both, "elsewhere"));
    expect(await thrownBy(() => acquireLock(folder, processTable(200, { 200: "tue" }, "here")))).toMatchObject({
      message: expect.stringMatching(/process 100 on elsewhere; .*delete .*lock-100/),
    });
  });

  it("never lets two of many in at once", async () => {
    const folder = temporaryFolder();
    const pids = [1, 2, 3, 4, 5, 6, 7, 8];
    const live = Object.fromEntries(pids.map((pid) => [pid, "mon"]));
    let inside = 0;
    let most = 0;
    const tryOnce = async (pid: number) => {
      const release = await acquireLock(folder, processTable(pid, live));
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
      release();
    };
    const outcomes = await Promise.allSettled(pids.map(tryOnce));
    expect(most).toBe(1);
    expect(outcomes.some(({ status }) => status === "fulfilled")).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("counts a claim that cannot be read by the pid in its name", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "lock-100-00000000.json"), "");
    expect(lockHolder(folder, processTable(200, both))).toBe(100);
    expect(lockHolder(folder, processTable(200, { 200: "tue" }))).toBeUndefined();
  });
});
