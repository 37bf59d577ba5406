import type { BootstrapOptions } from "../statistics/bootstrap.ts";
import type { Estimate } from "../statistics/estimate.ts";
import { type PairedProportions, pairedProportions, pairedRatioDifference } from "../statistics/paired.ts";
import { wilson } from "../statistics/wilson.ts";
import type { EmojiRecord } from "./record.ts";

/** One arm minus another over the same questions; intervals are 95 %. */
export interface EmojiContrast {
  /** Pairs. */
  n: number;
  esr: PairedProportions;
  sentenceRate: Estimate;
  density: Estimate;
  exclamationRate: PairedProportions;
}

/** Compares two arms, paired by question: `arm[i]` and `reference[i]` answer the same one. Throws RangeError where the lengths differ. */
export function contrastEmoji(
  arm: readonly EmojiRecord[],
  reference: readonly EmojiRecord[],
  options: BootstrapOptions,
): EmojiContrast {
  const yes = (records: readonly EmojiRecord[], has: (record: EmojiRecord) => boolean) => records.map(has);
  const per = (of: (record: EmojiRecord) => number) => perSentenceDifference(arm, reference, of, options);
  const withEmoji = (record: EmojiRecord) => record.emoji.length > 0;
  const exclaims = (record: EmojiRecord) => record.exclamations > 0;
  return {
    n: arm.length,
    esr: pairedProportions(yes(arm, withEmoji), yes(reference, withEmoji)),
    sentenceRate: per((record) => record.sentencesWithEmoji),
    density: per((record) => record.emoji.length),
    exclamationRate: pairedProportions(yes(arm, exclaims), yes(reference, exclaims)),
  };
}

function perSentenceDifference(
  arm: readonly EmojiRecord[],
  reference: readonly EmojiRecord[],
  of: (record: EmojiRecord) => number,
  options: BootstrapOptions,
): Estimate {
  const parts = (records: readonly EmojiRecord[]) => ({
    numerators: records.map(of),
    denominators: records.map((record) => record.sentences),
  });
  const [a, b] = [parts(arm), parts(reference)];
  const estimate = pairedRatioDifference(a, b, options);
  if ([...a.numerators, ...b.numerators].some((count) => count > 0)) return estimate;
  // Nothing seen in either arm: as in clusteredRate, an empty interval would claim too much.
  const unseen = (sentences: readonly number[]) =>
    (wilson(0, sentences.length).high * sentences.length) /
    Math.max(
      1,
      sentences.reduce((x, y) => x + y, 0),
    );
  return { ...estimate, value: 0, low: -unseen(b.denominators), high: unseen(a.denominators) };
}
