import { bootstrapRatio, type Resamples } from "../statistics/bootstrap.ts";
import type { Estimate } from "../statistics/estimate.ts";
import { wilson } from "../statistics/wilson.ts";

/**
 * Events per sentence with a bootstrap interval over responses; n = responses. Where no event (or, with `most` 1, only
 * events) was seen all resamples agree and their interval would be empty: its open end is then as far as one event more
 * in as many responses as Wilson's interval of 0 out of n allows.
 */
export function clusteredRate(
  events: readonly number[],
  sentences: readonly number[],
  draws: Resamples,
  most: number = Number.POSITIVE_INFINITY,
): Estimate {
  const estimate = bootstrapRatio(events, sentences, draws, [0, most]);
  const seen = events.reduce((a, b) => a + b, 0);
  const of = sentences.reduce((a, b) => a + b, 0);
  if (of === 0) return { ...estimate, value: 0, low: 0, high: most };
  const unseen = Math.min(most, (wilson(0, draws.n).high * draws.n) / of);
  if (seen === 0) return { ...estimate, low: 0, high: unseen };
  if (most === 1 && seen === of) return { ...estimate, low: 1 - unseen, high: 1 };
  return estimate;
}
