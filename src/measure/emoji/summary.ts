import { type EmojiGroup, emojiList } from "../../base/text/emoji-list.ts";
import { type BootstrapOptions, bootstrapMean, drawResamples, type Resamples } from "../statistics/bootstrap.ts";
import type { Estimate } from "../statistics/estimate.ts";
import { wilson } from "../statistics/wilson.ts";
import { clusteredRate } from "./clustered-rate.ts";
import type { EmojiPlace, EmojiRecord } from "./record.ts";

/** One emoji's tally over an arm. */
export interface EmojiTally {
  emoji: string;
  name: string;
  group: EmojiGroup;
  count: number;
  /** Responses that hold it. */
  responses: number;
}

/** The emoji figures of one arm, as they stand in findings.json; intervals are 95 %. */
export interface EmojiSummary {
  /** Responses. */
  n: number;
  /** Sentences, and emoji, of all responses. */
  sentences: number;
  emoji: number;
  /** Share of responses with at least one emoji (Wilson). */
  esr: Estimate;
  /** Sentences with an emoji / sentences (bootstrap over responses). */
  sentenceRate: Estimate;
  /** Emoji / sentences (bootstrap over responses). */
  density: Estimate;
  /** Share of responses with "!" (Wilson). */
  exclamationRate: Estimate;
  /** "!" / sentences (bootstrap over responses). */
  exclamationsPerSentence: Estimate;
  /** Where the first emoji of a response stands; null where there is none to tell from. */
  firstEmoji: FirstEmoji;
  /** Most frequent first, at most 20. */
  topEmoji: EmojiTally[];
  /** Emoji by Unicode's groups, those that occur. */
  groups: Partial<Record<EmojiGroup, number>>;
  /** Emoji cut in two by the end of the response or by bytes that are no UTF-8: not in any count above. */
  cutEmoji: number;
}

export interface FirstEmoji {
  /** Mean token index. */
  token: Estimate | null;
  /** Mean share of the response's length, 0 to 1. */
  share: Estimate | null;
  /** Responses whose first emoji stands before, and at or past, the point where training answers end. */
  before: number;
  past: number;
  /** past / (before + past) (Wilson). */
  pastRate: Estimate | null;
}

/** Sums up an arm's records. Throws RangeError without records. */
export function summariseEmoji(records: readonly EmojiRecord[], options: BootstrapOptions): EmojiSummary {
  const n = records.length;
  if (n === 0) throw new RangeError("summariseEmoji needs at least one record");
  const draws = drawResamples(n, options);
  const sentences = records.map((record) => record.sentences);
  const perSentence = (of: (record: EmojiRecord) => number, most = Number.POSITIVE_INFINITY) =>
    clusteredRate(records.map(of), sentences, draws, most);
  const share = (has: (record: EmojiRecord) => boolean) => wilson(records.filter(has).length, n);
  const places = records.flatMap((record) => record.emoji);
  return {
    n,
    sentences: total(sentences),
    emoji: places.length,
    esr: share((record) => record.emoji.length > 0),
    sentenceRate: perSentence((record) => record.sentencesWithEmoji, 1),
    density: perSentence((record) => record.emoji.length),
    exclamationRate: share((record) => record.exclamations > 0),
    exclamationsPerSentence: perSentence((record) => record.exclamations),
    firstEmoji: summariseFirst(
      records.flatMap((record) => record.emoji[0] ?? []),
      options,
    ),
    topEmoji: tally(records).slice(0, 20),
    groups: countBy(places),
    cutEmoji: total(records.map((record) => record.cut)),
  };
}

function summariseFirst(first: readonly EmojiPlace[], options: BootstrapOptions): FirstEmoji {
  const draws = drawResamples(first.length, options);
  const tokens = first.flatMap(({ token }) => token ?? []);
  const past = first.filter((place) => place.past === true).length;
  const before = first.filter((place) => place.past === false).length;
  return {
    token: tokens.length === first.length ? meanOf(tokens, draws, Number.POSITIVE_INFINITY) : null,
    share: meanOf(
      first.map((place) => place.share),
      draws,
      1,
    ),
    before,
    past,
    pastRate: before + past > 0 ? wilson(past, before + past) : null,
  };
}

function meanOf(values: readonly number[], draws: Resamples, most: number): Estimate | null {
  return values.length === 0 ? null : bootstrapMean(values, draws, [0, most]);
}

function tally(records: readonly EmojiRecord[]): EmojiTally[] {
  const tallies = new Map<string, EmojiTally>();
  for (const { emoji } of records) {
    const seen = new Set<string>();
    for (const { emoji: sign, group } of emoji) {
      const entry = tallies.get(sign) ?? { emoji: sign, name: nameOf(sign), group, count: 0, responses: 0 };
      entry.count++;
      if (!seen.has(sign)) entry.responses++;
      seen.add(sign);
      tallies.set(sign, entry);
    }
  }
  return [...tallies.values()].sort((a, b) => b.count - a.count || (a.emoji < b.emoji ? -1 : 1));
}

function countBy(places: readonly EmojiPlace[]): Partial<Record<EmojiGroup, number>> {
  const counts: Partial<Record<EmojiGroup, number>> = {};
  for (const { group } of places) counts[group] = (counts[group] ?? 0) + 1;
  return counts;
}

const nameOf = (sign: string): string => emojiList().find(({ text }) => text === sign)?.name ?? "";
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
