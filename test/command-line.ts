import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../src/run/testing/fixtures.ts";

const binary = join(import.meta.dirname, "../dist/cli/main.js");

/** Fails with a clear sentence where there is no build. */
export function needBuild(): void {
  if (!existsSync(binary)) throw new Error("these tests need `npm run build` first");
}

export interface Ended {
  code: number | string | null;
  stdout: string;
  stderr: string;
}

/** Runs the built command line in `cwd` to its end; `line` is split at its spaces. */
export async function traitlab(
  line: string | readonly string[],
  options: {
    cwd?: string;
    stdin?: string;
    onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
  } = {},
): Promise<Ended> {
  const cwd = options.cwd ?? temporaryFolder();
  const args = typeof line === "string" ? line.split(" ").filter((word) => word !== "") : line;
  const child = spawn(process.execPath, [binary, ...args], {
    cwd,
    env: { ...process.env, TRAITLAB_CACHE: join(cwd, ".cache"), NO_COLOR: "1" },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    options.onStderr?.(stderr, (signal) => child.kill(signal));
  });
  child.stdin.end(options.stdin ?? "");
  const code = await new Promise<number | string | null>((resolve) => {
    child.on("close", (exitCode, signal) => resolve(exitCode ?? signal));
  });
  return { code, stdout, stderr };
}
