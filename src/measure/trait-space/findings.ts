import { z } from "zod";
import { readAs } from "../../base/read-as.ts";
import { estimateSchema } from "../statistics/estimated.ts";

const count = z.int().min(0);

/** What a number is without any trait: mean over draws, and their 2.5 and 97.5 % points. */
const chanceSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type Chance = z.infer<typeof chanceSchema>;

const measured = estimateSchema.extend({
  /** The same of vectors whose answers changed places; null where vectors cannot be made anew. */
  permuted: chanceSchema.nullable(),
});
export type Measured = z.infer<typeof measured>;

const pair = measured.extend({ a: count, b: count });
export type SpacePair = z.infer<typeof pair>;

const layer = z.object({
  layer: count,
  /** Cosine of every two vectors, by their places in `vectors`, a < b; n = questions of both, no interval where one cannot be made anew. */
  pairs: z.array(pair),
  /** Mean cosine of opposite poles, and of all other pairs; null where there are none. */
  opposite: measured.nullable(),
  other: measured.nullable(),
  /** opposite - other: what all vectors share by their making falls out of it. */
  contrast: measured.nullable(),
  /** Share of the variance by principal component; `random`: of random vectors in as many dimensions. */
  shares: z.array(measured.extend({ random: chanceSchema })),
  /** Squared length of the unit vectors' mean. */
  common: measured,
});
export type SpaceLayer = z.infer<typeof layer>;

export const spaceFindingsSchema = z.object({
  part: z.literal("space"),
  vectors: z
    .array(
      z.object({
        name: z.string(),
        meaning: z.string(),
        pole: z.string().nullable(),
        /** Questions whose answers it is made of; null where that is not at hand. */
        questions: count.nullable(),
        /** Why it cannot be made anew of other questions, where it cannot. */
        why: z.string().nullable(),
      }),
    )
    .min(2),
  dModel: count,
  draws: count,
  permutations: count,
  layers: z.array(layer).min(1),
  /** The layer that leads, and why. */
  main: z.object({ layer: count, why: z.string() }),
  /** Of the leading layer: the vectors in the order of their dendrogram (average linkage of 1 - cosine), and its joins. */
  order: z.array(count),
  joins: z.array(z.object({ first: count, second: count, distance: z.number() })),
  /** Of the leading layer: places along the components, [component, vector]. */
  scores: z.array(z.array(z.number())),
  /** How much of a component is there again when questions are drawn anew: |cosine| of its scores, median and 2.5 % point. */
  steadiness: z.array(z.object({ median: z.number(), low: z.number() })),
  warnings: z.array(z.string()),
});
export type SpaceFindings = z.infer<typeof spaceFindingsSchema>;

/** Reads findings back from parsed JSON. Throws "bad-input", naming `where`, on anything else. */
export const readSpaceFindings = (value: unknown, where: string): SpaceFindings =>
  readAs(spaceFindingsSchema, value, { where, what: "findings of vector space", remedy: "run the command again" });
