import type { Emoji } from "../../base/text/emoji-list.ts";
import { buildByteAutomaton, dead, type StartOptions } from "./mass-trie.ts";

/** What each token of a vocabulary does at a state. Tokens in neither list can begin no emoji from here. */
export interface TokenClasses {
  /** Tokens after which an emoji has begun, whatever follows, ascending. */
  readonly yes: Int32Array;
  /** The emoji that `yes[i]` begins, in its shortest form: a skin tone or a joined sequence may follow. */
  readonly emoji: readonly Emoji[];
  /** Tokens after which an emoji may still begin, ascending: blanks, or the first bytes of one. */
  readonly maybe: Int32Array;
  /** The state after `maybe[i]`. */
  readonly next: Int32Array;
}

/** The ways in which a vocabulary can start an emoji. */
export interface StartStates {
  /** The state before the first token, at a character boundary of the text. */
  readonly start: number;
  /** The classes at `start` or at a state that came as `next`; worked out once a state. */
  classify(state: number): TokenClasses;
}

/**
 * Sorts a vocabulary by how its tokens can start an emoji at a position of a text. `pieces[id]` are the bytes that token
 * `id` adds, undefined for a control token; tokens without bytes count as such.
 */
export function startStates(pieces: readonly (Uint8Array | undefined)[], options?: StartOptions): StartStates {
  const automaton = buildByteAutomaton(options);
  const byFirst = sortByFirstByte(pieces);
  const known = new Map<number, TokenClasses>();

  const classify = (state: number): TokenClasses => {
    const yes: [number, Emoji][] = [];
    const maybe: [number, number][] = [];
    for (let byte = 0; byte < 256; byte++) {
      if (automaton.step(state, byte) === dead) continue;
      for (const id of byFirst[byte]!) {
        const after = run(automaton.step, automaton.accepted, state, pieces[id]!);
        const emoji = automaton.accepted(after);
        if (emoji) yes.push([id, emoji]);
        else if (after !== dead) maybe.push([id, after]);
      }
    }
    yes.sort((a, b) => a[0] - b[0]);
    maybe.sort((a, b) => a[0] - b[0]);
    return {
      yes: Int32Array.from(yes, ([id]) => id),
      emoji: yes.map(([, emoji]) => emoji),
      maybe: Int32Array.from(maybe, ([id]) => id),
      next: Int32Array.from(maybe, ([, next]) => next),
    };
  };

  return {
    start: automaton.start,
    classify(state) {
      let classes = known.get(state);
      if (!classes) {
        if (!Number.isInteger(state) || state < automaton.start || state >= automaton.size)
          throw new RangeError(`no such state: ${state}`);
        classes = classify(state);
        known.set(state, classes);
      }
      return classes;
    },
  };
}

function run(
  step: (state: number, byte: number) => number,
  accepted: (state: number) => unknown,
  state: number,
  bytes: Uint8Array,
): number {
  let at = state;
  for (const byte of bytes) {
    at = step(at, byte);
    if (at === dead || accepted(at)) break;
  }
  return at;
}

function sortByFirstByte(pieces: readonly (Uint8Array | undefined)[]): number[][] {
  const lists: number[][] = Array.from({ length: 256 }, () => []);
  pieces.forEach((piece, id) => {
    if (piece && piece.length > 0) lists[piece[0]!]!.push(id);
  });
  return lists;
}
