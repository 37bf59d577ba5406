import { rivalTokens } from "../../measure/emoji/mass-rivals.ts";
import { startStates } from "../../measure/emoji/mass-tokens.ts";
import type { TokenSet } from "../../model/lens/lens-task.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import { poleKey, type TraitPole } from "../../trait/framework.ts";
import { markerTokens, wordTokens } from "./word-tokens.ts";

/** Something whose probability is followed through the layers. */
export interface LensMeasure {
  /** "emoji", "emoji-certain", "emoji-upper", "exclamation", "newline", "end", "markers/extraversion/high", "word/party". */
  id: string;
  /** For people: "a new line", "words of extraversion". */
  label: string;
  /** Which of the sets it adds up, by index. */
  sets: number[];
  /** With the rank of its most probable token; then it is one set. */
  ranked: boolean;
  /** Tokens in it. */
  tokens: number;
  /** What they are, where they can be told: the marker words, the word. */
  words: string[];
}

/** What is looked for in a vocabulary: sets of tokens, and the measures that add them up. */
export interface LensMeasures {
  sets: TokenSet[];
  measures: LensMeasure[];
  /** What cannot be followed, one sentence each. */
  warnings: string[];
}

interface Wanted {
  id: string;
  label: string;
  /** Tokens in parts that other measures have too. */
  parts: readonly (readonly number[])[];
  ranked: boolean;
  words?: string[];
}

/**
 * Sorts out the tokens. What follows a token is not known at a layer below the last, so that an emoji of several tokens is told by its first:
 * `emoji` holds the tokens that are one and the first bytes F0..., which of all that emoji begin with hardly begin anything else (beyond the
 * basic plane; little else is written there); `emoji-certain` the former only; `emoji-upper` also what seldom becomes an emoji: blanks, and first bytes
 * that most punctuation shares. Beside them the rivals; the first tokens of each pole's adjectives, less those that two poles share; the
 * first token of each word.
 */
export function lensMeasures(
  tokenizer: Tokenizer,
  { poles, words }: { poles: readonly TraitPole[]; words: readonly string[] },
): LensMeasures {
  const warnings: string[] = [];
  const pieces = Array.from({ length: tokenizer.vocab }, (_, id) => tokenizer.bytes(id));
  const states = startStates(pieces);
  const { yes, maybe } = states.classify(states.start);
  const rivals = rivalTokens(pieces, tokenizer.ends);
  const certain = Array.from(yes);
  const begun = [...certain, ...maybe.filter((id) => beginsHigh(pieces[id]!))];
  const other = Array.from(maybe.filter((id) => !beginsHigh(pieces[id]!)));
  if (begun.length === 0)
    warnings.push(
      "No token of this vocabulary is an emoji or the bytes that most begin with: only an upper bound is shown, with blanks and other signs.",
    );
  const wanted: Wanted[] = [
    { id: "emoji", label: "an emoji or its first bytes", parts: [begun], ranked: true },
    { id: "emoji-certain", label: "a whole emoji in one token", parts: [certain], ranked: true },
    { id: "emoji-upper", label: "that, a blank or a sign’s first byte", parts: [begun, other], ranked: false },
    { id: "exclamation", label: "“!”", parts: [Array.from(rivals.exclamation)], ranked: false },
    { id: "newline", label: "a new line", parts: [Array.from(rivals.newline)], ranked: false },
    { id: "end", label: "the end of the answer", parts: [Array.from(rivals.ends)], ranked: false },
    ...ofPoles(tokenizer, poles, warnings),
    ...words.map((word): Wanted => {
      const { ids, begins } = wordTokens(tokenizer, word);
      return { id: `word/${word}`, label: `“${begins}”`, parts: [ids], ranked: true, words: [word] };
    }),
  ];
  return { ...inSets(wanted), warnings };
}

/** Whether a piece is, after blanks, a beginning of four bytes of UTF-8: what may begin an emoji and lies beyond the basic plane. */
const beginsHigh = (piece: Uint8Array): boolean => piece.find((byte) => byte !== 0x20) === 0xf0;

function ofPoles(tokenizer: Tokenizer, poles: readonly TraitPole[], warnings: string[]): Wanted[] {
  const found = poles.map((pole) => markerTokens(tokenizer, pole.adjectives));
  return poles.flatMap((pole, i) => {
    const others = new Set(found.filter((_, k) => k !== i).flatMap((each) => [...each.keys()]));
    const own = [...found[i]!].filter(([id]) => !others.has(id));
    if (own.length === 0) {
      warnings.push(
        `No word of ${pole.name} begins with a token of four letters or a whole word that is its own: they are not followed.`,
      );
      return [];
    }
    const label = `words of ${pole.name}`;
    const words = [...new Set(own.map(([, word]) => word))];
    return [{ id: `markers/${poleKey(pole)}`, label, parts: [own.map(([id]) => id)], ranked: true, words }];
  });
}

/** Sets that some measure uses, each once; a measure without a token is left out. */
function inSets(wanted: readonly Wanted[]): Pick<LensMeasures, "sets" | "measures"> {
  const sets: TokenSet[] = [];
  const indexOf = new Map<readonly number[], number>();
  const measures = wanted.flatMap(({ id, label, parts, ranked, words = [] }): LensMeasure[] => {
    const used = parts.filter((part) => part.length > 0);
    if (used.length === 0) return [];
    for (const ids of used) if (!indexOf.has(ids)) indexOf.set(ids, sets.push({ ids, ranked }) - 1);
    const tokens = used.reduce((sum, ids) => sum + ids.length, 0);
    return [{ id, label, sets: used.map((ids) => indexOf.get(ids)!), ranked, tokens, words }];
  });
  return { sets, measures };
}
