import { randomBytes, randomInt } from "node:crypto";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { badInput } from "../base/errors.ts";
import { readIfThere, writeFailure } from "../base/files.ts";
import { canonicalJson } from "../base/json.ts";

/** What the lock must know of this machine's processes; the command line supplies the real one. */
export interface ProcessTable {
  host: string;
  /** This process. */
  pid: number;
  /** A mark of when process `pid` started, unlike for two processes that have the same pid in turn; "unknown" where the system does not say; undefined when no such process lives. */
  startOf(pid: number): string | undefined;
}

interface Claim {
  file: string;
  host: string;
  pid: number;
  start: string;
}

const claimName = /^lock-(\d+)-[0-9a-f]{8}\.json$/;

/** True for the name of a lock in a run's folder. */
export const isLock = (name: string): boolean => claimName.test(name);

/**
 * Takes the folder for this process alone and returns the function that gives it back. Throws "bad-input" with the pid
 * of the process that has it. Each process writes a claim of its own first and looks for others after: of two that
 * start together at least one sees the other, so never do both go on (where both see it, both step back and try again).
 * A claim of a process that is gone, or whose pid now belongs to another, is removed; no claim is ever taken over, so
 * nothing is lost between the look and the act.
 *
 * @param shown the folder as the user knows it
 */
export async function acquireLock(folder: string, processes: ProcessTable, shown = folder): Promise<() => void> {
  const { host, pid } = processes;
  for (let attemptsLeft = 5; ; attemptsLeft--) {
    const file = `lock-${pid}-${randomBytes(4).toString("hex")}.json`;
    writeClaim(join(folder, file), { host, pid, start: processes.startOf(pid) ?? "unknown" });
    const other = claims(folder).find((claim) => claim.file !== file && stillLive(folder, claim, processes));
    const release = () => rmSync(join(folder, file), { force: true });
    if (other === undefined) return release;
    release();
    if (attemptsLeft === 1) throw locked(shown, other, processes);
    await sleep(randomInt(10, 60));
  }
}

/** The pid of the live process that has this run's folder, if one has. Changes nothing. */
export function lockHolder(folder: string, processes: ProcessTable): number | undefined {
  return claims(folder).find((claim) => isLive(claim, processes))?.pid;
}

/** Not flushed to the disk: nobody needs it after a power cut, and the time between claim and look should be short. */
function writeClaim(path: string, claim: Omit<Claim, "file">): void {
  try {
    writeFileSync(path, canonicalJson(claim), { flag: "wx" });
  } catch (error) {
    rmSync(path, { force: true });
    throw writeFailure(path, error);
  }
}

function claims(folder: string): Claim[] {
  const found: Claim[] = [];
  for (const file of readdirSync(folder)) {
    const pid = claimName.exec(file)?.[1];
    const text = pid === undefined ? undefined : readIfThere(join(folder, file));
    if (pid === undefined || text === undefined) continue; // a claim may go while we look
    found.push({ file, pid: Number(pid), ...readClaim(text) });
  }
  return found;
}

/** A claim read while it is being written is empty: then the pid in its name counts. */
function readClaim(text: string): { host: string; start: string } {
  try {
    const { host, start } = JSON.parse(text) as Partial<Claim>;
    return { host: String(host ?? ""), start: String(start ?? "unknown") };
  } catch {
    return { host: "", start: "unknown" };
  }
}

function stillLive(folder: string, claim: Claim, processes: ProcessTable): boolean {
  const live = isLive(claim, processes);
  if (!live) rmSync(join(folder, claim.file), { force: true });
  return live;
}

function isLive(claim: Claim, processes: ProcessTable): boolean {
  if (claim.host !== "" && claim.host !== processes.host) return true; // cannot be looked up from here
  const start = processes.startOf(claim.pid);
  if (start === undefined) return false;
  return start === claim.start || start === "unknown" || claim.start === "unknown";
}

function locked(folder: string, claim: Claim, processes: ProcessTable): Error {
  if (claim.host !== "" && claim.host !== processes.host) {
    return badInput(
      `${folder} is in use by process ${claim.pid} on ${claim.host}; wait for it, or delete ${join(folder, claim.file)} if that machine is gone.`,
    );
  }
  return badInput(`${folder} is in use by process ${claim.pid}; wait for it or stop it, or give another --out.`);
}
