import { type FileHandle, open, realpath } from "node:fs/promises";
import { badInput } from "../../base/errors.ts";
import { hasCode } from "../../base/files.ts";

/** Which content a file had when it was opened, as far as the system's books say. */
export interface FileState {
  /** Absolute real path. */
  path: string;
  /** Bytes. */
  size: number;
  mtimeNs: bigint;
}

/**
 * Opens a regular file, gives it with its state to `use`, and closes it. Throws "bad-input" where there is none or it
 * cannot be read.
 */
export async function withFile<T>(
  path: string,
  use: (handle: FileHandle, state: FileState) => T | Promise<T>,
): Promise<T> {
  const { handle, real } = await opened(path);
  try {
    const stat = await handle.stat({ bigint: true });
    if (!stat.isFile()) throw badInput(`${real} is not a file.`);
    return await use(handle, { path: real, size: Number(stat.size), mtimeNs: stat.mtimeNs });
  } finally {
    await handle.close();
  }
}

async function opened(path: string): Promise<{ handle: FileHandle; real: string }> {
  try {
    const real = await realpath(path);
    return { handle: await open(real, "r"), real };
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) throw badInput(`There is no file at ${path}.`, error);
    throw badInput(`${path} cannot be opened: ${(error as Error).message}.`, error);
  }
}

/** Reads `bytes` bytes at `offset`; throws "bad-input" where the file ends before them. */
export async function readRange(handle: FileHandle, path: string, offset: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(bytes);
  for (let done = 0; done < bytes; ) {
    const { bytesRead } = await handle.read(buffer, done, bytes - done, offset + done);
    if (bytesRead === 0) throw badInput(`${path} became shorter while it was read.`);
    done += bytesRead;
  }
  return buffer;
}
