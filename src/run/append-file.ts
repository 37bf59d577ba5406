import { closeSync, constants, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { badInput } from "../base/errors.ts";
import { type WriteAt, writeAll, writeFailure } from "../base/files.ts";

const newline = 0x0a;
/** A power cut may cost this much work, no more: lines are flushed to the disk when the last flush is older. */
const flushEveryMs = 1000;

/**
 * A file of lines that only grows. A line is the system's as soon as `append` returns, so kill -9 loses none of them; it
 * is on the disk at the next flush (the first `append` a second after the last one, `sync` and `close`), so a power cut
 * loses about a second. A last line without its newline is what a kill or a full disk leaves: opening cuts it off.
 */
export class AppendFile {
  readonly path: string;
  readonly #fd: number;
  readonly #write: WriteAt;
  #length: number;
  #flushedAt = performance.now();

  private constructor(path: string, fd: number, length: number, write: WriteAt) {
    this.path = path;
    this.#fd = fd;
    this.#length = length;
    this.#write = write;
  }

  /**
   * Opens or makes the file, and returns it with its whole lines and the bytes cut off its end. Throws "bad-input" where it
   * cannot, and as `lines` are read, where they are not text.
   */
  static open(
    path: string,
    write: WriteAt = writeSync,
  ): { file: AppendFile; readonly lines: string[]; tornBytes: number } {
    let fd: number | undefined;
    try {
      fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o666);
      const size = fstatSync(fd).size;
      const bytes = size === 0 ? new Uint8Array() : readFileSync(fd);
      const length = bytes.lastIndexOf(newline) + 1;
      if (size > length) ftruncateSync(fd, length);
      return {
        file: new AppendFile(path, fd, length, write),
        // Only when asked for: what a log holds need not be text to be added to.
        get lines() {
          return splitLines(path, bytes.subarray(0, length));
        },
        tornBytes: size - length,
      };
    } catch (error) {
      if (fd !== undefined) closeSync(fd);
      throw writeFailure(path, error);
    }
  }

  /** Adds one line (its newline is added here). On a full disk the file keeps its whole lines, and "incomplete" is thrown. */
  append(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    try {
      writeAll(this.#fd, bytes, this.#length, this.#write);
    } catch (error) {
      cutTo(this.#fd, this.#length);
      throw writeFailure(this.path, error);
    }
    this.#length += bytes.length;
    if (performance.now() - this.#flushedAt > flushEveryMs) this.sync();
  }

  /** Flushes every line to the disk. */
  sync(): void {
    try {
      fsyncSync(this.#fd);
    } catch (error) {
      throw writeFailure(this.path, error);
    }
    this.#flushedAt = performance.now();
  }

  close(): void {
    try {
      this.sync();
    } finally {
      closeSync(this.#fd);
    }
  }
}

function splitLines(path: string, bytes: Uint8Array): string[] {
  if (bytes.length === 0) return [];
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, -1)).split("\n");
  } catch (error) {
    throw badInput(`${path} is damaged: it holds bytes that are not UTF-8; start over with --fresh.`, error);
  }
}

/** Where even this fails the torn end stays for the next opening to cut; the next append writes over it. */
function cutTo(fd: number, length: number): void {
  try {
    ftruncateSync(fd, length);
  } catch {
    // Nothing better can be done on such a disk.
  }
}
