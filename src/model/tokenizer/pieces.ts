import type { Tokenizer } from "./types.ts";

/** What one id adds to a text. */
export interface Piece {
  content: string | Uint8Array;
  /** Shown only where control tokens are asked for. */
  control: boolean;
}

/** Ids of one block, whose bytes share a buffer: a quarter of a million small arrays would cost ten times the memory. */
const blockSize = 1024;

interface Block {
  bytes: Uint8Array;
  starts: Uint32Array;
  /** 0 no token, 1 text, 2 control. */
  kinds: Uint8Array;
}

/** The bytes of every id; a block of ids is packed when first asked for, as most runs meet a small part of a vocabulary. */
export class PieceTable {
  readonly count: number;
  readonly #piece: (id: number) => Piece | undefined;
  readonly #blocks: (Block | undefined)[] = [];

  /** `piece` is asked at most once for each id in [0, count). */
  constructor(count: number, piece: (id: number) => Piece | undefined) {
    this.count = count;
    this.#piece = piece;
  }

  /** A view of the id's bytes; undefined for no token, and for a control token unless `special`. */
  bytes(id: number, special: boolean): Uint8Array | undefined {
    if (!(id >= 0 && id < this.count)) return undefined;
    const number = Math.floor(id / blockSize);
    this.#blocks[number] ??= this.#pack(number * blockSize);
    const { bytes, starts, kinds } = this.#blocks[number];
    const at = id % blockSize;
    if (kinds[at] === 0 || (kinds[at] === 2 && !special)) return undefined;
    return bytes.subarray(starts[at], starts[at + 1]);
  }

  #pack(first: number): Block {
    const all = Array.from({ length: Math.min(blockSize, this.count - first) }, (_, i) => this.#piece(first + i));
    // A UTF-16 unit takes at most three bytes in UTF-8.
    const most = all.reduce((length, piece) => length + (piece?.content.length ?? 0) * 3, 0);
    const bytes = new Uint8Array(most);
    const starts = new Uint32Array(all.length + 1);
    all.forEach((piece, i) => {
      const at = starts[i]!;
      const content = piece?.content ?? "";
      if (typeof content === "string") starts[i + 1] = at + utf8.encodeInto(content, bytes.subarray(at)).written;
      else {
        bytes.set(content, at);
        starts[i + 1] = at + content.length;
      }
    });
    const kinds = Uint8Array.from(all, (piece) => (piece === undefined ? 0 : piece.control ? 2 : 1));
    return { bytes: bytes.slice(0, starts[all.length]), starts, kinds };
  }

  /** The bytes of all the ids in a row. */
  join(ids: readonly number[], special: boolean): Uint8Array {
    const views = ids.flatMap((id) => this.bytes(id, special) ?? []);
    const joined = new Uint8Array(views.reduce((length, view) => length + view.length, 0));
    let at = 0;
    for (const view of views) {
      joined.set(view, at);
      at += view.length;
    }
    return joined;
  }
}

const utf8 = new TextEncoder();

/** Every id that adds text, in order, with the bytes it adds; control tokens are left out. */
export function* pieces(tokenizer: Tokenizer): Generator<readonly [id: number, bytes: Uint8Array]> {
  for (let id = 0; id < tokenizer.vocab; id++) {
    const bytes = tokenizer.bytes(id);
    if (bytes !== undefined) yield [id, bytes];
  }
}
