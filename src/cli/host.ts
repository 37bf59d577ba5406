import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import type { ProcessTable } from "../run/lock.ts";
import { packageRoot } from "./paths.ts";
import { processTable } from "./processes.ts";

/** What runs here: a manifest's `versions` and `machine`, and the processes for its lock. Spread it into `openRun`'s options. */
export interface Host {
  versions: { traitlab: string; node: string; onnxruntime: string };
  machine: { platform: string; arch: string; cpu: string; threads: number; memoryBytes: number };
  processes: ProcessTable;
}

/** Describes this machine. */
export function describeHost(): Host {
  return {
    versions: {
      traitlab: versionIn(join(packageRoot, "package.json")),
      node: process.versions.node,
      onnxruntime: versionIn(createRequire(import.meta.url).resolve("onnxruntime-node/package.json")),
    },
    machine: {
      platform: process.platform,
      arch: process.arch,
      cpu: cpus()[0]?.model.trim() ?? "unknown",
      threads: availableParallelism(),
      memoryBytes: totalmem(),
    },
    processes: processTable,
  };
}

const versionIn = (path: string): string => (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
