import { z } from "zod";
import { estimateSchema } from "../../explain/findings.ts";
import { poles } from "../../trait/framework.ts";
import { readFindingsOf } from "../read-findings.ts";
import { shapeConfigSchema, shapeMethods } from "./config.ts";

const count = z.number().int().min(0);
const trait = z.string();
const method = z.enum(shapeMethods);

/** What the instrument said of one trait in one arm; a value that is not defined is null, and `reason` says why. */
const measuredSchema = z.object({
  scale: trait,
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  n: count,
  reason: z.string().optional(),
});

const armSchema = z.object({
  id: z.string(),
  method: z.union([z.literal("base"), method]),
  /** What it is prompted toward, and where on 1 to 9 it is meant to stand; absent for the model as it is. */
  trait: trait.optional(),
  level: z.number().optional(),
  pole: z.enum(poles).optional(),
  /** The system prompt. */
  prompt: z.string().optional(),
  /** What is wrong with a prompt that the model wrote itself. */
  faults: z.array(z.string()),
  scores: z.array(measuredSchema),
  /** The instrument's own. */
  warnings: z.array(z.string()),
});

const effectSchema = z.object({
  method,
  /** What was prompted, and the scale that is looked at; the same for the effect that is meant. */
  trait,
  scale: trait,
  /** Rise of the fitted line from the lowest level asked to the highest, in points of the scale; n = items. */
  rise: estimateSchema.nullable(),
  /** Two-sided p of no rise, over items, and after Holm's correction among the effects that are meant, or among the others. */
  p: z.number().nullable(),
  pHolm: z.number().nullable(),
  /** Spearman's correlation of intended level and measured level; n = levels. */
  rank: estimateSchema.nullable(),
  /** Why there is no rank correlation, or no rise. */
  reason: z.string().optional(),
  /** From each level to the next: how often the scale went up, and down. */
  steps: z.object({ up: count, down: count, of: count }),
});

const answers = ["follows", "barely follows", "does not follow", "goes the other way", "not measured"] as const;

const verdictSchema = z.object({
  method,
  trait,
  verdict: z.enum(answers),
  /** Whether it follows, and no other scale moved as far. */
  specific: z.boolean(),
  /** The scale that moved most among the others. */
  other: trait.nullable(),
  words: z.string(),
});

/** `findings.json` of the shape study. Unknown keys are kept out. */
const findingsSchema = z.object({
  schema: z.literal(1),
  study: z.literal("shape"),
  model: z.object({
    name: z.string(),
    sha256: z.string(),
    architecture: z.string(),
    parameters: count,
    quantisation: z.string(),
  }),
  settings: shapeConfigSchema.extend({
    instrument: z.string(),
    /** The legal values of its scales, where they have bounds. */
    range: z.tuple([z.number(), z.number()]).nullable(),
    /** Items of each scale. */
    items: z.record(trait, count),
    /** What is measured in every arm: the traits of the framework, those prompted among them. */
    scales: z.array(trait),
    alpha: z.number(),
    /** Points of the scale: a smaller rise does not count as following, however sure. */
    smallestRise: z.number(),
  }),
  arms: z.array(armSchema),
  effects: z.array(effectSchema),
  verdicts: z.array(verdictSchema),
  notes: z.array(z.string()),
});

export type ShapeArm = z.infer<typeof armSchema>;
export type ShapeEffect = z.infer<typeof effectSchema>;
export type ShapeVerdict = z.infer<typeof verdictSchema>;
export type ShapeFindings = z.infer<typeof findingsSchema>;

/** Reads findings back from parsed JSON. Throws "bad-input", naming `where`, on anything else. */
export function readShapeFindings(value: unknown, where: string): ShapeFindings {
  return readFindingsOf("shape", findingsSchema, value, where);
}
