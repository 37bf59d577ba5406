import { readSync } from "node:fs";
import { badInput, type TraitlabError } from "../../base/errors.ts";

const chunkBytes = 1 << 20;
/** A header carries a vocabulary, a few MB; anything near this is a damaged length, not a header. */
const maxHeadBytes = 1 << 28;

/**
 * Reads the head of a file forward, little endian, a chunk at a time. Every length is held against the file's size
 * before a byte is allocated, so a damaged length is an error and not a huge buffer. Throws "bad-input" at the end of
 * the file, naming {@link where}.
 */
export class HeadReader {
  /** What is being read, for the message of a truncated file. */
  where = "the header";
  readonly #fd: number;
  readonly #path: string;
  readonly #size: number;
  /** The file's bytes [#start, #start + #buffer.length); the next byte to read is #buffer[#at]. */
  #buffer: Buffer = Buffer.alloc(0);
  #start = 0;
  #at = 0;

  constructor(fd: number, path: string, size: number) {
    this.#fd = fd;
    this.#path = path;
    this.#size = size;
  }

  /** Bytes from the start of the file to the next byte to read. */
  get position(): number {
    return this.#start + this.#at;
  }

  /** Bytes between the next byte to read and the end of the file. */
  get remaining(): number {
    return this.#size - this.position;
  }

  /** The error for what was just read: the file and {@link where}, then `detail`. */
  damaged(detail: string): TraitlabError {
    return badInput(`${this.#path}: ${this.where} ${detail}`);
  }

  /** Checks that `count` items of at least `itemBytes` each still fit into the file. */
  expect(count: number, itemBytes: number, what: string): void {
    if (count * itemBytes <= this.remaining) return;
    throw this.damaged(
      `claims ${count} ${what}, but the file's remaining ${this.remaining} bytes cannot hold them: ` +
        "the file is truncated or damaged; download it again.",
    );
  }

  u8(): number {
    const at = this.#take(1);
    return this.#buffer.readUInt8(at);
  }
  i8(): number {
    const at = this.#take(1);
    return this.#buffer.readInt8(at);
  }
  u16(): number {
    const at = this.#take(2);
    return this.#buffer.readUInt16LE(at);
  }
  i16(): number {
    const at = this.#take(2);
    return this.#buffer.readInt16LE(at);
  }
  u32(): number {
    const at = this.#take(4);
    return this.#buffer.readUInt32LE(at);
  }
  i32(): number {
    const at = this.#take(4);
    return this.#buffer.readInt32LE(at);
  }
  f32(): number {
    const at = this.#take(4);
    return this.#buffer.readFloatLE(at);
  }
  f64(): number {
    const at = this.#take(8);
    return this.#buffer.readDoubleLE(at);
  }
  u64(): bigint {
    const at = this.#take(8);
    return this.#buffer.readBigUInt64LE(at);
  }
  i64(): bigint {
    const at = this.#take(8);
    return this.#buffer.readBigInt64LE(at);
  }

  /** A 64-bit size or count as a number. Beyond 2^53 it is rounded, which no check against a file's size can miss. */
  size(): number {
    const at = this.#take(8);
    return this.#buffer.readUInt32LE(at) + this.#buffer.readUInt32LE(at + 4) * 2 ** 32;
  }

  /** A string: its length in 64 bits, then its UTF-8 bytes. */
  string(): string {
    const length = this.size();
    this.expect(length, 1, "bytes of text");
    const at = this.#take(length);
    return this.#buffer.toString("utf8", at, at + length);
  }

  /** A copy of the next `length` bytes, in a buffer of its own. */
  bytes(length: number): ArrayBuffer {
    const at = this.#take(length);
    return new Uint8Array(this.#buffer.subarray(at, at + length)).buffer;
  }

  /** Makes sure that `bytes` more are in the buffer (a new one, perhaps); gives their place in it and steps over them. */
  #take(bytes: number): number {
    if (this.#at + bytes > this.#buffer.length) this.#fill(bytes);
    const at = this.#at;
    this.#at += bytes;
    return at;
  }

  #fill(bytes: number): void {
    if (bytes > this.remaining) {
      throw badInput(
        `${this.#path} ends at byte ${this.#size}, inside ${this.where}: the file is truncated; download it again.`,
      );
    }
    if (this.position + bytes > maxHeadBytes) {
      throw this.damaged(`reaches beyond ${maxHeadBytes >> 20} MiB of header: the file is damaged; download it again.`);
    }
    const rest = this.#buffer.subarray(this.#at);
    const next = Buffer.allocUnsafe(Math.min(Math.max(bytes, chunkBytes), this.remaining));
    rest.copy(next);
    const start = this.position;
    let filled = rest.length;
    while (filled < next.length) {
      const read = readSync(this.#fd, next, filled, next.length - filled, start + filled);
      if (read === 0) throw badInput(`${this.#path} became shorter while it was read.`);
      filled += read;
    }
    this.#buffer = next;
    this.#start = start;
    this.#at = 0;
  }
}
