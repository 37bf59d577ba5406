import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeFailure, writeFileAtomic } from "../../base/files.ts";
import type { PoolStore } from "../../measure/vectors/pools.ts";
import { contents } from "../../run/folder.ts";

/** Pooled answers in a run's checkpoints, a file a group; they go when the run is done. */
export function poolStoreIn(run: string): PoolStore {
  const folder = join(run, contents.checkpoints);
  const fileOf = (name: string) => join(folder, `${name}.f32`);
  return {
    read(name, bytes) {
      const file = fileOf(name);
      if (!existsSync(file)) return undefined;
      const found = readFileSync(file);
      return found.length === bytes ? found : undefined;
    },
    write(name, bytes) {
      try {
        mkdirSync(folder, { recursive: true });
      } catch (error) {
        throw writeFailure(folder, error);
      }
      writeFileAtomic(fileOf(name), bytes);
    },
  };
}
