import type { BootstrapOptions } from "../statistics/bootstrap.ts";
import { bootstrapMean, drawResamples } from "../statistics/bootstrap.ts";
import { type Estimate, quantile } from "../statistics/estimate.ts";
import { wilson } from "../statistics/wilson.ts";
import type { PlaceMass, ResponseMass } from "./mass-task.ts";
import type { EmojiRecord } from "./record.ts";
import { type EmojiTally, summariseEmoji } from "./summary.ts";

/** A number with its 95 % interval as JSON holds it; null is an end without a bound. */
export interface BoundedEstimate {
  value: number;
  low: number | null;
  high: number | null;
  n: number;
}

/** What the emoji instrument says of a set of responses or texts. */
export interface EmojiFigures {
  /** Responses. */
  n: number;
  sentences: number;
  emoji: number;
  /** Share of responses with at least one emoji. */
  esr: BoundedEstimate;
  /** Sentences with an emoji / sentences. */
  sentenceRate: BoundedEstimate;
  /** Emoji / sentences. */
  density: BoundedEstimate;
  /** Share of responses with "!", and "!" / sentences. */
  exclamationRate: BoundedEstimate;
  exclamationsPerSentence: BoundedEstimate;
  firstEmoji: {
    /** Mean token index and mean share of the response's length; null where there is nothing to tell from. */
    token: BoundedEstimate | null;
    share: BoundedEstimate | null;
  };
  topEmoji: EmojiTally[];
  /** Emoji by Unicode's groups. */
  groups: Record<string, number>;
  /** Emoji cut in two by the end of a response: in no count above. */
  cutEmoji: number;
  /** Median length in tokens, and the share that ended by themselves; null for texts of unknown origin. */
  medianTokens: number | null;
  endedShare: BoundedEstimate | null;
  /** Mean probability of starting an emoji at a sentence end, and at the response's end; null where it was not weighed. */
  emojiMass: BoundedEstimate | null;
  emojiMassAnswerEnd: BoundedEstimate | null;
}

/** What is known of responses beside their texts. */
export interface ResponseFacts {
  ended?: readonly boolean[];
  masses?: readonly ResponseMass[];
}

/** Sums up records with all intervals. Throws RangeError without records. */
export function emojiFigures(
  records: readonly EmojiRecord[],
  { ended, masses }: ResponseFacts,
  options: BootstrapOptions,
): EmojiFigures {
  const { n, sentences, emoji, topEmoji, groups, cutEmoji, firstEmoji, ...rates } = summariseEmoji(records, options);
  const tokens = records.flatMap((record) => record.tokens ?? []);
  return {
    n,
    sentences,
    emoji,
    esr: bounded(rates.esr),
    sentenceRate: bounded(rates.sentenceRate),
    density: bounded(rates.density),
    exclamationRate: bounded(rates.exclamationRate),
    exclamationsPerSentence: bounded(rates.exclamationsPerSentence),
    firstEmoji: {
      token: firstEmoji.token && bounded(firstEmoji.token),
      share: firstEmoji.share && bounded(firstEmoji.share),
    },
    topEmoji,
    groups: Object.fromEntries(Object.entries(groups).map(([group, count]) => [group, count ?? 0])),
    cutEmoji,
    medianTokens: tokens.length === n ? quantile(Float64Array.from(tokens).sort(), 0.5) : null,
    endedShare: ended === undefined ? null : bounded(wilson(ended.filter(Boolean).length, ended.length)),
    emojiMass: meanMass(
      masses?.map(({ sentenceEnds }) => meanOf(sentenceEnds)),
      options,
    ),
    emojiMassAnswerEnd: meanMass(
      masses?.map(({ answerEnd }) => answerEnd?.emoji ?? null),
      options,
    ),
  };
}

const meanOf = (places: readonly PlaceMass[]): number | null =>
  places.length === 0 ? null : places.reduce((sum, { emoji }) => sum + emoji, 0) / places.length;

/** Over the responses that have one. */
function meanMass(masses: readonly (number | null)[] | undefined, options: BootstrapOptions): BoundedEstimate | null {
  const known = (masses ?? []).filter((mass) => mass !== null);
  return known.length === 0 ? null : bounded(bootstrapMean(known, drawResamples(known.length, options), [0, 1]));
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

const bounded = ({ value, low, high, n }: Estimate): BoundedEstimate => ({
  value,
  low: finite(low),
  high: finite(high),
  n,
});
