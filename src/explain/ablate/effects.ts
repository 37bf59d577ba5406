import { z } from "zod";
import { bootstrap, bootstrapMean, drawResamples, type Resamples, sum } from "../../measure/statistics/bootstrap.ts";
import { bounded, type Estimated, estimateSchema } from "../findings.ts";
import type { Effect } from "./sweep.ts";

/** What an intervention did, as findings have it. */
export const outcomeSchema = z.object({
  id: z.string(),
  /** For people. */
  label: z.string(),
  /** Mean probability of starting an emoji at a text's sentence ends, and of its rivals; n = texts. */
  mass: estimateSchema,
  exclamation: estimateSchema,
  newline: estimateSchema,
  end: estimateSchema,
  /** How much of the emoji mass that the persona has beyond the reference is gone: 0 none, 1 all; null where it has none to lose. */
  removed: estimateSchema.nullable(),
  /** How much of the persona's preference for the trait's answers over neutral ones, beyond the reference's, is left; null where it has none. */
  retained: estimateSchema.nullable(),
  /** Mean log-probability of a token of fluent text less the persona's, in nats: below 0 the model is worse for it; null without texts. */
  fluency: estimateSchema.nullable(),
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** Draws for the three samples that outcomes rest on, and the two ends that they are held against. */
export interface Scale {
  persona: Effect;
  reference: Effect;
  texts: Resamples;
  pairs: Resamples;
  fluent: Resamples;
}

/** The scale of a sweep: made once, so that all its intervals rest on the same draws. */
export const scaleOf = (persona: Effect, reference: Effect, seed: number): Scale => ({
  persona,
  reference,
  texts: drawResamples(persona.emoji.length, { seed, stream: "ablate/texts" }),
  pairs: drawResamples(persona.trait.length, { seed, stream: "ablate/pairs" }),
  fluent: drawResamples(persona.fluent.length, { seed, stream: "ablate/fluent" }),
});

/** How much more the persona has than the reference, item by item; null without items. */
export function gapOf(persona: readonly number[], reference: readonly number[], draws: Resamples): Estimated | null {
  if (persona.length === 0) return null;
  const gaps = persona.map((value, i) => value - reference[i]!);
  return bounded(bootstrapMean(gaps, draws));
}

/** Whether a gap is one beyond its interval. */
export const rises = (gap: Estimated | null): boolean => (gap?.low ?? 0) > 0;

/** What an intervention did, on a scale. */
export function outcomeOf(id: string, label: string, effect: Effect, scale: Scale): Outcome {
  const { persona, reference } = scale;
  const mean = (values: readonly number[]) => bounded(bootstrapMean(values, scale.texts, [0, 1]));
  const left = (of: "emoji" | "trait", draws: Resamples) => leftOf(effect[of], persona[of], reference[of], draws);
  const mass = left("emoji", scale.texts);
  return {
    id,
    label,
    mass: mean(effect.emoji),
    exclamation: mean(effect.exclamation),
    newline: mean(effect.newline),
    end: mean(effect.end),
    removed: mass && complement(mass),
    retained: left("trait", scale.pairs),
    fluency: gapOf(effect.fluent, persona.fluent, scale.fluent),
  };
}

/** How much is left of what the persona has beyond the reference: 1 all, 0 none. Null where it has not clearly more. */
function leftOf(
  values: readonly number[],
  persona: readonly number[],
  reference: readonly number[],
  draws: Resamples,
): Estimated | null {
  if (!rises(gapOf(persona, reference, draws))) return null;
  return bounded(
    bootstrap(draws, (indices) => {
      const none = sum(reference, indices);
      const share = (sum(values, indices) - none) / (sum(persona, indices) - none);
      // A draw in which the two are alike says nothing.
      return Number.isFinite(share) ? share : Number.NaN;
    }),
  );
}

/** A share as that of the rest: what is left is what is not gone. */
export const complement = ({ value, low, high, n }: Estimated): Estimated => ({
  value: 1 - value,
  low: high === null ? null : 1 - high,
  high: low === null ? null : 1 - low,
  n,
});
