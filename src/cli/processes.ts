import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { hasCode } from "../base/files.ts";
import type { ProcessTable } from "../run/lock.ts";

/** This machine's processes. A process that was killed and not yet waited for counts as gone. */
export const processTable: ProcessTable = { host: hostname(), pid: process.pid, startOf };

function startOf(pid: number): string | undefined {
  if (!exists(pid)) return undefined;
  if (process.platform === "linux") return startOnLinux(pid);
  if (process.platform === "win32") return "unknown";
  return startFromPs(pid);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM"); // it lives, and is another user's
  }
}

/** The boot's id and the clock ticks after it, from /proc: after a reboot no mark is met again. */
function startOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name before it may hold spaces and brackets
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim()} ${fields[19]}`;
  } catch {
    return "unknown";
  }
}

function startFromPs(pid: number): string {
  try {
    const options = { encoding: "utf8", env: { ...process.env, LC_ALL: "C", TZ: "UTC" } } as const;
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], options).trim() || "unknown";
  } catch {
    return "unknown";
  }
}
