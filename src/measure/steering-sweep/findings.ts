import { z } from "zod";
import { readAs } from "../../base/read-as.ts";
import { positions } from "../../model/steering/types.ts";
import { estimateSchema } from "../statistics/estimated.ts";

const count = z.int().min(0);

/** What some answers of one variant are like; n = questions. Null where nothing can be told. */
export const figuresSchema = z.object({
  /** 0 to 100, as the scorer says; an answer without a word is not coherent. */
  trait: estimateSchema.nullable(),
  coherence: estimateSchema.nullable(),
  /** Of the answers under the model as it is, by token. */
  perplexity: estimateSchema.nullable(),
  /** Share of answers with an emoji. */
  esr: estimateSchema,
  /** Share of answers that ended by themselves. */
  ended: estimateSchema,
  /** Answers that the scorer could not score for the trait. */
  unscored: count,
});
export type PointFigures = z.infer<typeof figuresSchema>;

const place = z.object({ layer: count, strength: z.number() });

const pointSchema = place.extend({
  ...figuresSchema.shape,
  /** Length of what was added, raw. */
  added: z.number(),
  /** The answer to the first question. */
  sample: z.string(),
});
export type SweepPoint = z.infer<typeof pointSchema>;

const freshSchema = z.object({
  questions: z.int().min(1),
  zero: figuresSchema,
  best: figuresSchema,
  /** The point where the trait shows least, where the sweep pushed both ways. */
  lowest: figuresSchema.nullable(),
  /** Trait at the best point less trait unsteered, by question, and the two-sided p of no difference. */
  gain: estimateSchema.nullable(),
  p: z.number().nullable(),
  /** Random directions of the same length at the same layer; intervals over questions and directions. */
  random: z
    .object({
      directions: z.int().min(1),
      trait: estimateSchema,
      coherence: estimateSchema.nullable(),
      esr: estimateSchema,
      /** Trait at the best point less trait under random directions. */
      over: estimateSchema,
    })
    .nullable(),
  examples: z.array(z.object({ question: z.string(), zero: z.string(), best: z.string() })),
});
export type FreshFigures = z.infer<typeof freshSchema>;

const vectorSchema = z.object({
  name: z.string(),
  meaning: z.string(),
  trait: z.object({ id: z.string(), name: z.string() }),
  scorer: z.object({ name: z.string(), coherenceBy: z.string() }),
  layers: z.array(z.object({ layer: count, medianNorm: z.number() })).min(1),
  /** Ascending, zero not among them. */
  strengths: z.array(z.number()).min(1),
  questions: z.int().min(1),
  /** Coherence from which a point may be the best; null where nobody says how coherent answers are. */
  floor: z.number().nullable(),
  zero: figuresSchema.extend({ sample: z.string() }),
  points: z.array(pointSchema).min(1),
  /** The highest trait score at or above the floor; null where no point is. */
  best: place.nullable(),
  lowest: place.nullable(),
  /** The same on questions that chose nothing; null where there is no best point, or no further question. */
  fresh: freshSchema.nullable(),
  warnings: z.array(z.string()),
});
export type VectorSweep = z.infer<typeof vectorSchema>;

/** What a sweep of vectors over layers and strengths found. */
export const sweepSchema = z.object({
  positions: z.enum(positions),
  both: z.boolean(),
  vectors: z.array(vectorSchema).min(1),
});
export type SweepFindings = z.infer<typeof sweepSchema>;

/** Reads a sweep's findings back from parsed JSON. Throws "bad-input", naming `where`, on anything else. */
export const readSweepFindings = (value: unknown, where: string): SweepFindings =>
  readAs(sweepSchema, value, { where, what: "findings of vector sweep", remedy: "run the command again" });
