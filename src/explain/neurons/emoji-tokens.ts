import { badInput } from "../../base/errors.ts";
import { startStates } from "../../measure/emoji/mass-tokens.ts";
import { type CountedEmoji, countsOf } from "../tokens/counted.ts";

/**
 * Tokens whose logits stand for "an emoji comes now", ascending: those that hold, after spaces, a whole emoji or the bytes F0 9F with which
 * most of them begin. First bytes alone say too little (E2 begins dashes and quotes as well), so F0, the beginning of every character beyond U+FFFF,
 * counts only where a vocabulary has nothing longer. Throws "bad-input" for one that can spell none.
 */
export function emojiTokens(pieces: readonly (Uint8Array | undefined)[], counted: CountedEmoji = {}): number[] {
  const states = startStates(pieces, { counts: countsOf(counted) });
  const { yes, maybe } = states.classify(states.start);
  const begins = (...bytes: readonly number[]) =>
    Array.from(maybe).filter((id) => {
      const piece = pieces[id]!.subarray(pieces[id]!.findIndex((byte) => byte !== 0x20));
      return bytes.every((byte, i) => piece[i] === byte);
    });
  const found = [...yes, ...begins(0xf0, 0x9f)];
  const tokens = found.length > 0 ? found : begins(0xf0);
  if (tokens.length > 0) return tokens.sort((a, b) => a - b);
  throw badInput("The model's vocabulary has no token that begins one of these emoji: there is none to explain.");
}
