import { readdirSync, readFileSync } from "node:fs";

/**
 * The largest resident memory so far, in MB, of this process and of those that it has started and that still run, mapped
 * weights included (the kernel's VmHWM). Pages that two of them share count twice. NaN where there is no /proc.
 */
export function peakMemoryMb(): number {
  return tree("self").reduce((sum, pid) => sum + peakOf(pid), 0);
}

function tree(pid: string): string[] {
  const children = readable(() => readdirSync(`/proc/${pid}/task`))?.flatMap(
    (thread) => readable(() => readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8"))?.match(/\d+/g) ?? [],
  );
  return [pid, ...(children ?? []).flatMap(tree)];
}

function peakOf(pid: string): number {
  const status = readable(() => readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(status?.match(/^VmHWM:\s+(\d+) kB$/m)?.[1]) / 1024;
}

/** Processes end while they are looked at. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
