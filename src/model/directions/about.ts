import { z } from "zod";

const side = z.object({ texts: z.int().min(1), places: z.int().min(1) });
const byTap = z.record(
  z.string(),
  z.object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable(), n: z.int().min(0) }),
);

/** What a vector's extraction says of it; other makers may leave out all of it. */
const extracted = {
  /** The trait that + means; `pole` where it is an end of one of the Big Five ("extraversion/high"). */
  trait: z
    .object({ id: z.string(), name: z.string(), description: z.string(), pole: z.string().optional() })
    .optional(),
  /** Who scored the answers that it is made of, and by SHA-256 what decides those scores. */
  scorer: z.object({ name: z.string(), coherenceBy: z.string(), sha256: z.string() }).optional(),
  /** Pairs of answers, those that were kept, and the answers of each side that passed the thresholds. */
  filter: z
    .object({
      pairs: z.int().min(0),
      kept: z.int().min(0),
      positive: z.object({ answers: z.int().min(0), passed: z.int().min(0) }),
      negative: z.object({ answers: z.int().min(0), passed: z.int().min(0) }),
      thresholds: z.object({ trait: z.number(), coherence: z.number() }),
    })
    .optional(),
  /** How far to trust it, by tap, with 95 % intervals: held-out pairs along it, and the cosine of its halves. */
  checks: z
    .object({ auc: byTap, d: byTap, splitHalf: byTap, betweenSeeds: byTap, norms: z.record(z.string(), z.number()) })
    .partial()
    .optional(),
  /** Where to use it, and who says so: "held-out d", "sweep"; strength in median residual norms. */
  suggested: z.object({ layer: z.int().min(0), strength: z.number().optional(), by: z.string() }).optional(),
  /** Revision of the model's repository, where it has one. */
  revision: z.string().optional(),
};

const meta = {
  /** The model whose residual stream they lie in: its name, and the SHA-256 of its files (`ModelSource.sha256`). */
  model: z.object({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** What more along a direction means: "an emoji comes next". */
  meaning: z.string().min(1),
  /** How a place of a text became one vector: "the token itself", "mean over the response's tokens". */
  pooling: z.string().min(1),
  /** Which places were compared: "the token before an emoji; sentence ends that no emoji follows". */
  positions: z.string().min(1),
  /** How the vectors came about: the recipe's name and its options. */
  recipe: z.looseObject({ name: z.string() }),
  /** What they rest on: texts and places with what + means, and without; unknown of vectors that others made. */
  counts: z.object({ positive: side, negative: side }).optional(),
  /** Median Euclidean norm of the residual stream at the places, by tap: a strength's model-free unit. */
  medianNorms: z.record(z.string(), z.number().positive()),
  ...extracted,
};

/** What a file says of its directions. */
export const aboutSchema = z.object({ schema: z.literal(1), convention: z.literal("layers.N.resid_post"), ...meta });
const ownSchema = z.object(meta);
export type DirectionsAbout = z.output<typeof ownSchema>;

/** Directions in a model's residual stream, raw (not of unit length), and what they are; on disk a safetensors file. */
export interface Directions {
  about: DirectionsAbout;
  /** By layer N: f32 [d_model] in the space of the tap `layers.N.resid_post`, ascending; some layers or all. */
  vectors: ReadonlyMap<number, Float32Array>;
}

/** The tap whose space a layer's direction lies in; "*" names that of every layer. */
export const directionTap = (layer: number | "*"): string => `layers.${layer}.resid_post`;
