import type { PieceTable } from "./pieces.ts";
import type { Tokenizer } from "./types.ts";

/** What the kinds of vocabulary differ in; the rest of a tokenizer is the same for all. */
export interface TokenizerParts {
  table: PieceTable;
  controls: ReadonlyMap<string, number>;
  bos: number | undefined;
  /** The model was trained with the begin token in front of its texts. */
  wantsBos: boolean;
  ends: readonly number[];
  dropsLeadingSpace: boolean;
  /** Ids of well-formed text; control tokens in it are recognised only where `special`. */
  encode(text: string, special: boolean): number[];
}

/** Makes a tokenizer of its parts; decoding is by our own bytes and decoder, so that streamed text equals `decode`. */
export function composeTokenizer(parts: TokenizerParts): Tokenizer {
  const { table, bos, ends, dropsLeadingSpace } = parts;
  return {
    vocab: table.count,
    bos,
    ends,
    dropsLeadingSpace,
    encode(text, options) {
      const ids = text === "" ? [] : parts.encode(text.toWellFormed(), options?.special ?? false);
      return options?.bos && parts.wantsBos && bos !== undefined ? [bos, ...ids] : ids;
    },
    decode(ids, options) {
      const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
      const text = decoder.decode(table.join(ids, options?.special ?? false));
      return dropsLeadingSpace && text.startsWith(" ") ? text.slice(1) : text;
    },
    bytes: (id, options) => table.bytes(id, options?.special ?? false),
    control: (text) => parts.controls.get(text),
  };
}
