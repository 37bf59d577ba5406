import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { processTable } from "./processes.ts";

it("tells a live process by its start, and a dead one from it", async () => {
  const mine = processTable.startOf(process.pid);
  expect(mine).toBeTruthy();
  expect(processTable.startOf(process.pid)).toBe(mine);
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const exited = once(child, "exit");
  await once(child, "spawn");
  const theirs = processTable.startOf(child.pid!);
  expect(theirs).toBeTruthy();
  if (process.platform === "linux") expect(theirs).not.toBe(mine);
  child.kill("SIGKILL");
  await exited;
  expect(processTable.startOf(child.pid!)).toBeUndefined();
});
