import type { Emoji, EmojiGroup } from "../../base/text/emoji-list.ts";
import type { StartStates } from "./mass-tokens.ts";

/** Asks a model: the probabilities of `ids` as the next token after the text of `position` and then `tokens`. */
export interface MassRequest {
  readonly position: number;
  readonly tokens: readonly number[];
  /** Requests of one state ask for the same ids (the same array). */
  readonly state: number;
  readonly ids: Int32Array;
}

/** Answers each request with the probabilities of its ids, in their order. One call is one round: a batch for the engine. */
export type MassProbe = (requests: readonly MassRequest[]) => Promise<readonly ArrayLike<number>[]>;

/** The probability that the next thing at a position is an emoji. */
export interface StartMass {
  /** Sum over all expanded ways: a lower bound, exact with threshold 0 and enough depth. */
  mass: number;
  /** `mass` and all that was not expanded: the truth lies between the two. */
  upper: number;
  /** `mass` by the group of the emoji begun. */
  groups: Partial<Record<EmojiGroup, number>>;
}

export interface MassOptions {
  /** A prefix (blanks, first bytes) is followed only where its probability is at least this, a number a position or one for all. Default 1e-4. */
  threshold?: number | readonly number[];
  /** Nor is it followed below this share of the mass found so far at its position. Default 0. */
  share?: number;
  /** Tokens of the longest way followed. Default 8: blanks and the pieces of one emoji. */
  depth?: number;
  /** Told of every emoji with which a way of a position ends, and of that way's probability: they add up to `mass`. */
  onEmoji?: (position: number, emoji: Emoji, mass: number) => void;
  signal?: AbortSignal;
}

/**
 * P(emoji starts here) = sum of P(token) over tokens that begin one + sum over its possible prefixes of P(prefix) times
 * the same after it. Works round by round over all positions at once; the first round asks one request a position.
 * Bounds: a thing not expanded adds nothing to `mass` and its whole probability to `upper`.
 */
export async function startMass(
  states: StartStates,
  positions: number,
  probe: MassProbe,
  { threshold = 1e-4, share = 0, depth = 8, onEmoji, signal }: MassOptions = {},
): Promise<StartMass[]> {
  const least = (position: number) => (typeof threshold === "number" ? threshold : threshold[position]!);
  const results: StartMass[] = Array.from({ length: positions }, () => ({ mass: 0, upper: 0, groups: {} }));
  const idsOf = new Map<number, Int32Array>();
  const ask = (position: number, tokens: readonly number[], state: number, weight: number) => {
    if (!idsOf.has(state)) {
      const { yes, maybe } = states.classify(state);
      const ids = new Int32Array(yes.length + maybe.length);
      ids.set(yes);
      ids.set(maybe, yes.length);
      idsOf.set(state, ids);
    }
    return { position, tokens, state, ids: idsOf.get(state)!, weight };
  };

  let round = results.map((_, position) => ask(position, [], states.start, 1));
  for (let length = 1; round.length > 0; length++) {
    signal?.throwIfAborted();
    const answers = await probe(round.map(({ position, tokens, state, ids }) => ({ position, tokens, state, ids })));
    const following: typeof round = [];
    round.forEach(({ position, tokens, state, weight }, i) => {
      const { yes, emoji, maybe, next } = states.classify(state);
      const result = results[position]!;
      const probabilities = answers[i]!;
      yes.forEach((_, k) => {
        const begun = emoji[k]!;
        const mass = weight * probabilities[k]!;
        result.mass += mass;
        result.groups[begun.group] = (result.groups[begun.group] ?? 0) + mass;
        onEmoji?.(position, begun, mass);
      });
      maybe.forEach((token, k) => {
        const reached = weight * probabilities[yes.length + k]!;
        if (length < depth && reached >= Math.max(least(position), share * result.mass) && reached > 0)
          following.push(ask(position, [...tokens, token], next[k]!, reached));
        else result.upper += reached;
      });
    });
    round = following;
  }
  for (const result of results) result.upper += result.mass;
  return results;
}
