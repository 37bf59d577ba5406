import { z } from "zod";
import { readAs } from "../../base/read-as.ts";
import { estimateSchema } from "../statistics/estimated.ts";
import { reasons } from "./filter.ts";
import { poolings } from "./types.ts";

const count = z.int().min(0);
const score = z.object({ trait: z.number().nullable(), coherence: z.number().nullable() });
const shown = z.object({ text: z.string(), scores: score.optional() });

const example = z.object({
  question: z.string(),
  positive: shown,
  negative: shown,
  /** Why the pair fell; empty for one that was kept. */
  why: z.array(z.enum(reasons)),
});
export type ExamplePair = z.infer<typeof example>;

const layer = z.object({
  layer: count,
  /** Length of the vector, median length of the residual stream at the answers' tokens, and their ratio. */
  norm: z.number(),
  medianNorm: z.number(),
  share: z.number(),
  /** Held-out pairs along the vector; n = questions. */
  auc: estimateSchema,
  d: estimateSchema,
  /** Cosine of the vectors of two halves of the questions (n = ways to halve), and of two halves of the draws (n = parts left out). */
  splitHalf: estimateSchema.nullable(),
  betweenSeeds: estimateSchema.nullable(),
});
export type VectorLayer = z.infer<typeof layer>;

/** What a vector rests on, and how far to trust it. */
export const vectorFindingsSchema = z.object({
  trait: z.object({ id: z.string(), name: z.string(), description: z.string(), pole: z.string().optional() }),
  /** Where the contrast comes from, and why. */
  source: z.object({ from: z.enum(["instructions", "answers"]), against: z.string().optional(), reason: z.string() }),
  recipe: z.object({ name: z.string(), about: z.string(), pooling: z.enum(poolings), norm: z.enum(["raw", "unit"]) }),
  /** Null where nobody scored. */
  scorer: z.object({ name: z.string(), coherenceBy: z.string() }).nullable(),
  thresholds: z.object({ trait: z.number(), coherence: z.number() }),
  pairs: z.object({
    asked: count,
    kept: count,
    questions: count,
    fell: z.record(z.enum(reasons), count),
    passed: z.object({ positive: estimateSchema, negative: estimateSchema }),
    /** Ids of the kept ones: with them the vector can be made anew of other questions. Absent in older findings. */
    ids: z.array(z.string()).optional(),
  }),
  layers: z.array(layer).min(1),
  /** The layer to begin with: the largest held-out d. */
  suggested: count,
  /** Of the vector and another recipe's or pooling's on the same answers, at the suggested layer. */
  alternatives: z.array(
    z.object({ pooling: z.enum(poolings), auc: estimateSchema, d: estimateSchema, cosine: z.number() }),
  ),
  orthogonalTo: z.array(z.string()),
  examples: z.object({ kept: z.array(example), fallen: z.array(example) }),
  warnings: z.array(z.string()),
});
export type VectorFindings = z.infer<typeof vectorFindingsSchema>;

/** Reads an extraction's findings back from parsed JSON. Throws "bad-input", naming `where`, on anything else. */
export const readVectorFindings = (value: unknown, where: string): VectorFindings =>
  readAs(vectorFindingsSchema, value, {
    where,
    what: "findings of vector extract",
    remedy: "run the command again",
  });
