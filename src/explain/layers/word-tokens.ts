import { badInput } from "../../base/errors.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";

type Cutter = Pick<Tokenizer, "encode" | "bytes">;

/** Fewer letters than this begin too many other words to stand for one. */
const fewestLetters = 4;

/**
 * First tokens of words, by which word: as they are and with a capital, with a space before and without. Only tokens that are the whole word or
 * four letters of it or more.
 */
export function markerTokens(tokenizer: Cutter, words: readonly string[]): Map<number, string> {
  const found = new Map<number, string>();
  for (const word of words)
    for (const form of [word, word[0]!.toUpperCase() + word.slice(1)])
      for (const { id, letters } of firstTokens(tokenizer, form))
        if (form.startsWith(letters) && letters.length >= Math.min(fewestLetters, form.length) && !found.has(id))
          found.set(id, word);
  return found;
}

/**
 * The first tokens of a word that a user names, with a space before and without, and what they spell. Throws "bad-input" for one without a
 * letter or sign.
 */
export function wordTokens(tokenizer: Cutter, word: string): { ids: number[]; begins: string } {
  const tokens = firstTokens(tokenizer, word).filter(({ letters }) => letters !== "");
  if (word.trim() === "" || tokens.length === 0)
    throw badInput(`"${word}" is no word to follow through the layers: name one that a token can begin.`);
  const begins = [...new Set(tokens.map(({ letters }) => letters))].join(" or ");
  return { ids: [...new Set(tokens.map(({ id }) => id))], begins };
}

/** The token with which a text begins, alone and after a space, and what it spells without blanks. A blank alone is passed over. */
function firstTokens(tokenizer: Cutter, text: string): { id: number; letters: string }[] {
  return [text, ` ${text}`].flatMap((form) => {
    const [id] = tokenizer.encode(form);
    const letters = id === undefined ? "" : new TextDecoder().decode(tokenizer.bytes(id)).trim();
    return id === undefined || letters === "" ? [] : [{ id, letters }];
  });
}
