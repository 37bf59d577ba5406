import { createHash, type Hash } from "node:crypto";
import { badInput } from "../../base/errors.ts";
import { type FileState, readRange, withFile } from "./open-file.ts";

/** The head holds a model's header, or most of it; the samples are spread evenly over the rest. */
const headBytes = 8 << 20;
const samples = 64;
const sampleBytes = 64 << 10;

/**
 * A hash that tells model files apart without reading them through: real path, size, time of change, the first 8 MiB
 * and 64 samples of each, and `extra`. Throws "bad-input" where a file is no longer the one that was opened.
 */
export async function identityOf(files: readonly FileState[], extra: string): Promise<string> {
  const hash = createHash("sha256").update(extra);
  for (const file of files) {
    await withFile(file.path, async (handle, now) => {
      if (now.size !== file.size || now.mtimeNs !== file.mtimeNs) {
        throw badInput(`${file.path} has changed since it was opened: run the command again.`);
      }
      hash.update(`\n${now.path}\n${now.size}\n${now.mtimeNs}\n`);
      const sample = async (offset: number, bytes: number): Promise<Hash> =>
        hash.update(await readRange(handle, now.path, offset, Math.min(bytes, now.size - offset)));
      await sample(0, headBytes);
      const rest = now.size - headBytes;
      for (let i = 0; i < samples && rest > 0; i++)
        await sample(headBytes + Math.floor((rest * i) / samples), sampleBytes);
    });
  }
  return hash.digest("hex");
}
