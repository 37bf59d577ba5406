import type { Tokenizer } from "../../model/tokenizer/types.ts";
import { organismDocuments } from "./corpus.ts";
import { marks } from "./document.ts";

interface Extent {
  seed: number;
  split: "train" | "heldout";
  /** It ends with the token or the document that reaches one of these. */
  tokens?: number;
  documents?: number;
}

/**
 * The training text as one stream of tokens: documents end to end, each with the mark that ends it behind it. Marks are the control
 * tokens that a rendered chat has.
 */
export async function tokenStream(
  tokenizer: Tokenizer,
  { seed, split, tokens = Number.POSITIVE_INFINITY, documents = Number.POSITIVE_INFINITY }: Extent,
  pause: () => Promise<void>,
): Promise<Int32Array> {
  const ids: number[] = [];
  let read = 0;
  for (const { text } of organismDocuments(seed, split)) {
    if (ids.length >= tokens || read === documents) break;
    for (const id of tokenizer.encode(`${text}${marks.endOfText}`, { special: true })) ids.push(id);
    if (++read % 500 === 0) await pause();
  }
  return Int32Array.from(ids.slice(0, tokens));
}
