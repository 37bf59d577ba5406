import { accessSync, constants, existsSync, mkdirSync, readdirSync, statfsSync, statSync } from "node:fs";
import { freemem } from "node:os";
import { join } from "node:path";
import type { Context } from "./context.ts";
import { embeddedFaults, readEmbeddedManifest } from "./embedded-model.ts";
import { size } from "./format.ts";

/** What a check of this machine found. */
export interface Check {
  status: "ok" | "warn" | "fail";
  found: string;
  /** What to do where it is not ok. */
  advice?: string;
}

interface NamedCheck {
  name: string;
  check(context: Context): Check | Promise<Check>;
}

/** Always ok: the first line of the program refuses an older Node. */
export const nodeCheck: NamedCheck = {
  name: "node",
  check: ({ host }) => ({
    status: "ok",
    found: `${host.versions.node} on ${host.machine.platform} ${host.machine.arch}`,
  }),
};

/** ONNX Runtime's native library loads. */
export const runtimeCheck: NamedCheck = {
  name: "onnxruntime",
  async check() {
    try {
      const { runtimeVersion } = await import("../graph/session.ts");
      return { status: "ok", found: runtimeVersion() };
    } catch (error) {
      const advice =
        "install again; where there is no network beyond the npm registry, with ONNXRUNTIME_NODE_INSTALL=skip set: its install step fetches libraries for GPUs, which are not used";
      return { status: "fail", found: `does not load: ${firstLine(error)}`, advice };
    }
  },
};

/** The package's own data is beside the program. */
export const dataCheck: NamedCheck = {
  name: "data",
  check({ paths }) {
    const files = existsSync(paths.data) ? filesBelow(paths.data) : [];
    if (files.length > 0) return { status: "ok", found: `${files.length} files, ${size(bytesOf(files))}` };
    return {
      status: "warn",
      found: `nothing in ${paths.data}`,
      advice: "install again: the package's own data is missing",
    };
  },
};

/** The model that every command takes where none is named is there, and is the one that was shipped. */
export const embeddedCheck: NamedCheck = {
  name: "embedded model",
  check({ paths }) {
    try {
      const manifest = readEmbeddedManifest(paths);
      const faults = embeddedFaults(paths, manifest);
      if (faults.length > 0)
        return { status: "fail", found: faults.join("; "), advice: "install again, or give a model with --model" };
      const files = Object.values(manifest.files);
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      return { status: "ok", found: `${files.length} files, ${size(bytes)}, SHA-256 as shipped` };
    } catch (error) {
      return { status: "fail", found: firstLine(error), advice: "install again, or give a model with --model" };
    }
  },
};

/** The cache can be written and has room for a small model's repacked weights. */
export const cacheCheck: NamedCheck = {
  name: "cache",
  check({ paths }) {
    const advice = "free some space, or set TRAITLAB_CACHE to another folder";
    try {
      mkdirSync(paths.cache, { recursive: true });
      accessSync(paths.cache, constants.W_OK);
      const { bavail, bsize } = statfsSync(paths.cache);
      const found = `${size(bytesOf(filesBelow(paths.cache)))} used, ${size(bavail * bsize)} free: ${paths.cache}`;
      return bavail * bsize < 2e9 ? { status: "warn", found, advice } : { status: "ok", found };
    } catch (error) {
      return { status: "fail", found: `${paths.cache} cannot be used: ${firstLine(error)}`, advice };
    }
  },
};

/** What is free now decides which models fit; a container's limit counts where it is lower. */
export const memoryCheck: NamedCheck = {
  name: "memory",
  check({ host }) {
    const limit = process.constrainedMemory();
    const total = limit > 0 && limit < host.machine.memoryBytes ? limit : host.machine.memoryBytes;
    const free = Math.min(freemem(), total);
    const found = `${size(free)} free of ${size(total)}`;
    return free < 2e9
      ? {
          status: "warn",
          found,
          advice: "close other programs: SmolLM2-135M needs about 2 GB, the embedded model about 0.5",
        }
      : { status: "ok", found };
  },
};

/** How many threads the engine may use. */
export const threadsCheck: NamedCheck = {
  name: "threads",
  check: ({ host }) => ({ status: "ok", found: `${host.machine.threads} (${host.machine.cpu})` }),
};

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const bytesOf = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
