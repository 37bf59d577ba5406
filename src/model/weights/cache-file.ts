import { readdirSync, realpathSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { TraitlabError } from "../../base/errors.ts";
import { isTemporary } from "../../base/files.ts";
import type { SafetensorsLayout } from "../safetensors/layout.ts";
import { type PutBytes, streamSafetensors } from "../safetensors/write.ts";
import { readRange, withFile } from "./open-file.ts";

/** A temporary file that nobody has written to for so long was left by a process that was killed. */
const abandonedMs = 60 * 60 * 1000;

/**
 * Makes sure that the cache file of a layout is there and whole, by making it with `fill` if it is not; gives its real
 * path. Processes that do so at the same time each make their own copy, and the last to finish puts its in place: they
 * are equal, and one that is mapped already stays readable.
 */
export async function ensureCacheFile(
  path: string,
  layout: SafetensorsLayout,
  fill: (put: PutBytes) => Promise<void>,
): Promise<string> {
  if (!(await isWhole(path, layout))) {
    removeAbandoned(dirname(path), basename(path));
    await streamSafetensors(path, layout, fill);
  }
  return realpathSync(path);
}

/** True where the file has the very header and size of the layout. It was put in place whole, so its data are there too. */
async function isWhole(path: string, { header, size }: SafetensorsLayout): Promise<boolean> {
  try {
    return await withFile(path, async (handle, state) => {
      if (state.size !== size) return false;
      return (await readRange(handle, path, 0, header.length)).equals(header);
    });
  } catch (error) {
    if (error instanceof TraitlabError) return false;
    throw error;
  }
}

function removeAbandoned(folder: string, name: string): void {
  const before = Date.now() - abandonedMs;
  for (const entry of readdirSync(folder)) {
    if (!isTemporary(entry) || !entry.startsWith(`.${name}.`)) continue;
    const path = join(folder, entry);
    const left = statSync(path, { throwIfNoEntry: false });
    if (left !== undefined && left.mtimeMs < before) rmSync(path, { force: true });
  }
}
