import type { StartStates } from "../../measure/emoji/mass-tokens.ts";
import { type MassOptions, type MassProbe, type StartMass, startMass } from "../../measure/emoji/mass-walk.ts";

/** The probability of starting an emoji at a position, parted by which one and by the first token on the way to it. */
export interface FirstEmoji extends StartMass {
  /** By the shortest emoji that has begun; sums to `mass`. */
  byEmoji: Map<string, number>;
  /** By the first token: blanks or first bytes too; sums to `mass`. */
  byToken: Map<number, number>;
}

/**
 * {@link startMass}, parted. Follows the walk by its questions: the weight of a way is that of the way before times the probability of its
 * last token.
 */
export async function firstEmoji(
  states: StartStates,
  positions: number,
  probe: MassProbe,
  options?: Omit<MassOptions, "onEmoji">,
): Promise<FirstEmoji[]> {
  const parted = Array.from({ length: positions }, () => ({
    byEmoji: new Map<string, number>(),
    byToken: new Map<number, number>(),
    weights: new Map([["", 1]]),
  }));
  const masses = await startMass(
    states,
    positions,
    async (requests) => {
      const answers = await probe(requests);
      requests.forEach(({ position, tokens, state }, i) => {
        const { byToken, weights } = parted[position]!;
        const weight = weights.get(tokens.join())!;
        const { yes, maybe } = states.classify(state);
        yes.forEach((id, k) => void add(byToken, tokens[0] ?? id, weight * answers[i]![k]!));
        maybe.forEach((id, k) => void weights.set([...tokens, id].join(), weight * answers[i]![yes.length + k]!));
      });
      return answers;
    },
    { ...options, onEmoji: (position, { text }, mass) => void add(parted[position]!.byEmoji, text, mass) },
  );
  return masses.map((mass, i) => ({ ...mass, byEmoji: parted[i]!.byEmoji, byToken: parted[i]!.byToken }));
}

const add = <Key>(map: Map<Key, number>, key: Key, value: number) => map.set(key, (map.get(key) ?? 0) + value);
