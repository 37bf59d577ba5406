import type { Unit } from "./units.ts";

/** A unit of the list, and how often it came. */
export interface Frequent extends Unit {
  /** Replies that hold it. */
  replies: number;
  /** Times in all of them. */
  count: number;
}

/** Replies by wording and sample, to be counted again in every resample. */
export interface ReplyUnits {
  /** In the order of their texts. */
  units: readonly Unit[];
  /** How often each unit came in a reply: [wordings][samples] of pairs (unit, times). */
  replies: readonly (readonly (readonly [unit: number, times: number][])[])[];
}

export function replyUnits(replies: readonly (readonly (readonly Unit[])[])[]): ReplyUnits {
  const all = new Map(replies.flat(2).map((unit) => [unit.text, unit]));
  const units = [...all.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
  const places = new Map(units.map(({ text }, i) => [text, i]));
  const counted = (reply: readonly Unit[]) => {
    const times = new Map<number, number>();
    for (const { text } of reply) times.set(places.get(text)!, (times.get(places.get(text)!) ?? 0) + 1);
    return [...times];
  };
  return { units, replies: replies.map((samples) => samples.map(counted)) };
}

/**
 * The units that most replies hold, at most `top`; among equals those that came more often. By replies, since a model that says one
 * token over and over says it in one reply. `wordings` and `samples` are the indices drawn, a pair of them as often as both are.
 */
export function mostFrequent(
  { units, replies }: ReplyUnits,
  { wordings, samples }: { wordings: Iterable<number>; samples: Iterable<number> },
  top: number,
): Frequent[] {
  const held = new Int32Array(units.length);
  const counts = new Int32Array(units.length);
  const drawn = [...samples];
  for (const wording of wordings)
    for (const sample of drawn)
      for (const [unit, times] of replies[wording]![sample]!) {
        held[unit]!++;
        counts[unit]! += times;
      }
  return Array.from(held.keys())
    .filter((unit) => held[unit]! > 0)
    .sort((a, b) => held[b]! - held[a]! || counts[b]! - counts[a]! || a - b)
    .slice(0, top)
    .map((unit) => ({ ...units[unit]!, replies: held[unit]!, count: counts[unit]! }));
}
