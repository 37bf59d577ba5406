import { z } from "zod";
import { estimateSchema } from "../../measure/statistics/estimated.ts";
import { figuresSchema } from "../../measure/steering-sweep/findings.ts";
import { spaceFindingsSchema } from "../../measure/trait-space/findings.ts";
import { readFindingsOf } from "../read-findings.ts";
import { steerConfigSchema } from "./config.ts";

const count = z.int().min(0);

const armSchema = z.object({
  id: z.string(),
  kind: z.enum(["zero", "vector", "random", "prompt"]),
  /** Of the vector, or of the trait that is prompted. */
  trait: z.string().optional(),
  layer: count.optional(),
  strength: z.number().optional(),
  /** 0 to 100, in the order of the settings' traits; n = questions. */
  scores: z.array(estimateSchema.nullable()),
  ...figuresSchema.omit({ trait: true, unscored: true }).shape,
  sample: z.string(),
});
export type SteerArm = z.infer<typeof armSchema>;

/** A difference over the same questions, with the two-sided p of none, corrected in its family (Holm). */
const contrastSchema = z.object({
  difference: estimateSchema,
  p: z.number(),
  pHolm: z.number().nullable(),
});
export type SteerContrast = z.infer<typeof contrastSchema>;

const cellSchema = z.object({
  vector: z.string(),
  trait: z.string(),
  /** Score under the vector less that unsteered; null where it cannot be told. */
  change: contrastSchema.nullable(),
});
export type SteerCell = z.infer<typeof cellSchema>;

const rivalSchema = contrastSchema.extend({ rival: z.string() });

const steerVerdicts = ["its own most", "its own", "not shown", "other way", "no point"] as const;

const vectorSchema = z.object({
  id: z.string(),
  name: z.string(),
  pole: z.string().nullable(),
  /** The trait at the other end, where it is among those measured. */
  opposite: z.string().nullable(),
  /** What the vector rests on: pairs kept, and at its most telling layer the held-out AUC and the cosine of its halves. */
  made: z.object({
    kept: count,
    layer: count,
    auc: estimateSchema,
    splitHalf: estimateSchema.nullable(),
  }),
  /** Its best point, and what the sweep said of it; null where no point was coherent. */
  best: z.object({ layer: count, strength: z.number() }).nullable(),
  swept: z.object({ trait: estimateSchema.nullable(), coherence: estimateSchema.nullable() }).nullable(),
  why: z.string().nullable(),
  /** Its own trait against no steering. */
  own: contrastSchema.nullable(),
  /** Its own trait against the vector that raises this trait most but for it, and against the other trait that it raises most. */
  overVectors: rivalSchema.nullable(),
  overTraits: rivalSchema.nullable(),
  /** Its own trait against random directions of the same length at the same place. */
  overRandom: contrastSchema.nullable(),
  /** The trait at the other end, against no steering. */
  down: contrastSchema.nullable(),
  /** Its own trait when a system prompt asks for it, against no steering. */
  prompted: contrastSchema.nullable(),
  verdict: z.enum(steerVerdicts),
  words: z.string(),
});
export type SteerVector = z.infer<typeof vectorSchema>;

/** `findings.json` of the steering study. */
export const steerFindingsSchema = z.object({
  schema: z.literal(1),
  study: z.literal("steer"),
  model: z.object({
    name: z.string(),
    sha256: z.string(),
    architecture: z.string(),
    parameters: count,
    quantisation: z.string(),
  }),
  settings: steerConfigSchema.extend({
    scorer: z.string(),
    coherenceBy: z.string(),
    /** Why the contrast comes from where it comes from. */
    why: z.string(),
    asked: z.string(),
    sweptLayers: z.array(count),
    alpha: z.number(),
  }),
  vectors: z.array(vectorSchema).min(2),
  arms: z.array(armSchema).min(1),
  cells: z.array(cellSchema),
  /** How the vectors lie to each other; null where it was not asked for. */
  space: spaceFindingsSchema.nullable(),
  notes: z.array(z.string()),
});
export type SteerFindings = z.infer<typeof steerFindingsSchema>;

/** Reads findings back from parsed JSON. Throws "bad-input", naming `where`, on anything else. */
export const readSteerFindings = (value: unknown, where: string): SteerFindings =>
  readFindingsOf("steer", steerFindingsSchema, value, where);
