import { type EmojiGroup, emojiGroups, emojiList } from "../../base/text/emoji-list.ts";

/** What may stand between a position and an emoji that still counts as starting there. */
export type Lead = "spaces" | "spaces and newlines";

/**
 * A finite automaton over UTF-8 bytes that accepts as soon as an emoji has certainly begun: after optional leading
 * blanks the bytes hold a whole emoji, whatever follows. Its words are the shortest ones: U+1F600 alone; U+2764 only
 * with U+FE0F; two regional indicators that are a flag.
 */
export interface ByteAutomaton {
  readonly start: number;
  readonly size: number;
  /** The state after `byte`; {@link dead} where no emoji can begin any more. Not to be called on dead or accepting states. */
  step(state: number, byte: number): number;
  /** The group of the emoji begun, where the state accepts. */
  accepted(state: number): EmojiGroup | undefined;
}

export const dead = 0;
const start = emojiGroups.length + 1;

export interface StartOptions {
  /**
   * Default "spaces": by the sentence rule an emoji on a new line does not belong to the sentence before.
   */
  lead?: Lead;
  /**
   * Whether keycaps (digit, # or *, then U+FE0F U+20E3) count; default no: a digit is often likely and next to never one of
   * these twelve emoji, so that it would cost a run of the model at every position and blur the upper bound.
   */
  keycaps?: boolean;
}

/** Builds the automaton from the pinned list. States: 0 dead, 1 to 9 accepting (one a group), 10 the start. */
export function buildByteAutomaton({ lead = "spaces", keycaps = false }: StartOptions = {}): ByteAutomaton {
  const words = shortestStarts().filter(([bytes]) => keycaps || bytes[0]! >= 0x80);
  const most = start + 1 + words.reduce((sum, [bytes]) => sum + bytes.length, 0);
  const table = new Uint16Array(most * 256);
  let size = start + 1;
  for (const [bytes, group] of words) {
    let state = start;
    bytes.forEach((byte, i) => {
      const at = state * 256 + byte;
      if (i === bytes.length - 1) table[at] = 1 + emojiGroups.indexOf(group);
      else if (table[at] === dead) table[at] = size++;
      state = table[at]!;
    });
  }
  for (const byte of lead === "spaces" ? [0x20] : [0x20, 0x0a, 0x0d]) table[start * 256 + byte] = start;
  const used = table.slice(0, size * 256);
  return {
    start,
    size,
    step: (state, byte) => used[state * 256 + byte]!,
    accepted: (state) => (state > dead && state < start ? emojiGroups[state - 1] : undefined),
  };
}

/** The emoji of the list that begin with no other one of the list, as UTF-8. */
function shortestStarts(): [Uint8Array, EmojiGroup][] {
  const all = new Set(emojiList().map(({ text }) => text));
  const encoder = new TextEncoder();
  const shortest = emojiList().filter(({ text }) => {
    for (let length = 1; length < text.length; length++) if (all.has(text.slice(0, length))) return false;
    return true;
  });
  return shortest.map(({ text, group }) => [encoder.encode(text), group]);
}
