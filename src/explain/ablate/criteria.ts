import { lossCriteria } from "../loss-criteria.ts";
import type { Outcome } from "./effects.ts";

/** What an intervention must do to count, fixed before looking. */
export const criteria = {
  /** It removes the emoji, or keeps the trait, if the lower end of `removed`, or `retained`, is at least this. */
  ...lossCriteria,
  /** It does more than chance if fewer matched random ones do as much: (1 + those) / (1 + all) below this. */
  alpha: 0.05,
} as const;

/** Whether emoji are gone by the criterion; undefined where there were none to lose. */
export const removes = ({ removed }: Pick<Outcome, "removed">): boolean | undefined =>
  removed === null ? undefined : (removed.low ?? Number.NEGATIVE_INFINITY) >= criteria.removed;

/** Whether the trait is left by the criterion; undefined where there was none. */
export const keepsTrait = ({ retained }: Pick<Outcome, "retained">): boolean | undefined =>
  retained === null ? undefined : (retained.low ?? Number.NEGATIVE_INFINITY) >= criteria.retained;

/** The share of random interventions that remove as much, this one counted among them; null where nothing can be removed. */
export function chanceOf(own: Outcome, random: readonly Outcome[]): number | null {
  if (own.removed === null || random.length === 0) return null;
  const asMuch = random.filter(({ removed }) => removed !== null && removed.value >= own.removed!.value);
  return (1 + asMuch.length) / (1 + random.length);
}
