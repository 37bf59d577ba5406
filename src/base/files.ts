import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { badInput, TraitlabError } from "./errors.ts";

/** Writes a part of `bytes` at `position` of the open file and returns how many bytes it took: node's writeSync, or a test's. */
export type WriteAt = (fd: number, bytes: Uint8Array, offset: number, length: number, position: number) => number;

/** Writes all of `bytes` at `position`, however many calls the system takes for it (a disk that fills up takes a part first). */
export function writeAll(fd: number, bytes: Uint8Array, position: number, write: WriteAt = writeSync): void {
  for (let done = 0; done < bytes.length; ) {
    done += write(fd, bytes, done, bytes.length - done, position + done);
  }
}

/**
 * Puts `data` at `path` whole or not at all: a temporary file beside it is written, flushed to the disk and renamed over
 * it, so a reader, a kill or a power cut finds the old content or the new, never a part. Throws "incomplete" on a full
 * disk and "bad-input" on a place that cannot be written; either way the old content stays.
 */
export function writeFileAtomic(path: string, data: string | Uint8Array, write: WriteAt = writeSync): void {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const fd = openSync(temporary, "wx");
    try {
      writeAll(fd, typeof data === "string" ? Buffer.from(data) : data, 0, write);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw writeFailure(path, error);
  }
  syncFolder(folder);
}

/** Removes what {@link writeFileAtomic} leaves in and below `folder` when it is killed; call it only where nobody else writes. */
export function removeTemporaries(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && isTemporary(entry.name)) rmSync(join(entry.parentPath, entry.name), { force: true });
  }
}

/** True for the name of a temporary file of {@link writeFileAtomic}. */
export const isTemporary = (name: string): boolean => /^\..+\.[0-9a-f]{12}\.tmp$/.test(name);

/** Makes a rename or a new file in `folder` survive a power cut, on systems that can. */
export function syncFolder(folder: string): void {
  try {
    const fd = openSync(folder, "r");
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch {
    // Windows opens no folder; some network file systems refuse to flush one.
  }
}

/** The text of a file, or undefined where there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return undefined;
    throw badInput(`${path} cannot be read: ${messageOf(error)}.`, error);
  }
}

/** The error a user sees when `path` could not be written, for each reason a system gives; ours pass through. */
export function writeFailure(path: string, error: unknown): TraitlabError {
  if (error instanceof TraitlabError) return error;
  if (hasCode(error, "ENOSPC") || hasCode(error, "EDQUOT")) {
    return new TraitlabError(
      "incomplete",
      `The disk is full: ${path} could not be written; what was finished before is kept, so make room and run the same command again to continue.`,
      { cause: error },
    );
  }
  if (hasCode(error, "EFBIG")) {
    return new TraitlabError(
      "incomplete",
      `A limit on the size of files was met: ${path} could not be written; what was finished before is kept, so raise the limit (ulimit -f) and run the same command again to continue.`,
      { cause: error },
    );
  }
  return badInput(`${path} cannot be written: ${messageOf(error)}; choose another place or mend this one.`, error);
}

/** True where the system gave this error code, e.g. "ENOENT". */
export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
