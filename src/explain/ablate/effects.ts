import { z } from "zod";
import { bootstrap, bootstrapMean, drawResamples, type Resamples, sum } from "../../measure/statistics/bootstrap.ts";
import { type Estimated, estimateSchema } from "../findings.ts";
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
  /** Mean log-probability of a token of fluent text less the persona's, in nats: below 0 the model is worse for it. n = texts. */
  fluency: estimateSchema,
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

/** Whether the persona has clearly more than the reference: the interval of the difference lies above 0. */
export function rises(persona: readonly number[], reference: readonly number[], draws: Resamples): Estimated {
  return bootstrapMean(
    persona.map((value, i) => value - reference[i]!),
    draws,
  );
}

/** What an intervention did, on a scale. */
export function outcomeOf(id: string, label: string, effect: Effect, scale: Scale): Outcome {
  const { persona, reference } = scale;
  const mean = (values: readonly number[]) => bootstrapMean(values, scale.texts, [0, 1]);
  return {
    id,
    label,
    mass: mean(effect.emoji),
    exclamation: mean(effect.exclamation),
    newline: mean(effect.newline),
    end: mean(effect.end),
    removed: share(effect.emoji, persona.emoji, reference.emoji, scale.texts),
    retained: share(effect.trait, reference.trait, persona.trait, scale.pairs),
    fluency: bootstrapMean(
      effect.fluent.map((value, i) => value - persona.fluent[i]!),
      scale.fluent,
    ),
  };
}

/** How far the mean has gone from one end to the other: 0 at `from`, 1 at `to`. Null where `persona` is not clearly above `reference`. */
function share(
  values: readonly number[],
  from: readonly number[],
  to: readonly number[],
  draws: Resamples,
): Estimated | null {
  const gap = bootstrapMean(
    to.map((value, i) => value - from[i]!),
    draws,
  );
  if (!(gap.low > 0 || gap.high < 0)) return null;
  return bootstrap(draws, (indices) => {
    const start = sum(from, indices);
    return (sum(values, indices) - start) / (sum(to, indices) - start);
  });
}
