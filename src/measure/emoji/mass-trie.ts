import { type Emoji, emojiList } from "../../base/text/emoji-list.ts";

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
  /** The emoji begun, where the state accepts: the shortest one that its bytes spell, whatever it becomes with what follows. */
  accepted(state: number): Emoji | undefined;
}

export const dead = 0;

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
  /** Which emoji count, of those that begin with no other one; default all. */
  counts?: (emoji: Emoji) => boolean;
}

/** Builds the automaton from the pinned list. States: 0 dead, then the accepting ones (one an emoji), then the start. */
export function buildByteAutomaton({
  lead = "spaces",
  keycaps = false,
  counts = () => true,
}: StartOptions = {}): ByteAutomaton {
  const words = shortestStarts().filter(([bytes, emoji]) => (keycaps || bytes[0]! >= 0x80) && counts(emoji));
  const start = words.length + 1;
  const most = start + 1 + words.reduce((sum, [bytes]) => sum + bytes.length, 0);
  const table = new Uint16Array(most * 256);
  let size = start + 1;
  for (const [word, [bytes]] of words.entries()) {
    let state = start;
    bytes.forEach((byte, i) => {
      const at = state * 256 + byte;
      if (i === bytes.length - 1) table[at] = 1 + word;
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
    accepted: (state) => (state > dead && state < start ? words[state - 1]![1] : undefined),
  };
}

/** The emoji of the list that begin with no other one of the list, with their UTF-8. */
function shortestStarts(): [Uint8Array, Emoji][] {
  const all = new Set(emojiList().map(({ text }) => text));
  const encoder = new TextEncoder();
  const shortest = emojiList().filter(({ text }) => {
    for (let length = 1; length < text.length; length++) if (all.has(text.slice(0, length))) return false;
    return true;
  });
  return shortest.map((emoji) => [encoder.encode(emoji.text), emoji]);
}
