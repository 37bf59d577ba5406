import { z } from "zod";
import { readAs } from "../../base/read-as.ts";
import { estimateSchema } from "../statistics/estimated.ts";
import { definedSchema } from "./screen-findings.ts";

const count = z.int().min(0);
const correlationsSchema = z.object({ pearson: definedSchema, spearman: definedSchema });

export const shiftFindingsSchema = z.object({
  part: z.literal("shift"),
  questions: count,
  /** Why these questions. */
  asked: z.string(),
  axes: z.array(
    z.object({
      id: z.string(),
      vector: z.string(),
      layer: count,
      meaning: z.string(),
      medianNorm: z.number().nullable(),
      /** The layer that leads for its vector. */
      main: z.boolean(),
      /** The base model's projections of the prompts. */
      base: z.object({ mean: z.number(), deviation: z.number(), n: count }),
    }),
  ),
  personas: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      shifts: z.array(
        z.object({
          axis: z.string(),
          raw: estimateSchema,
          /** In standard deviations of the base model over the prompts, and in units of the layer's median norm. */
          deviations: estimateSchema.nullable(),
          norms: estimateSchema.nullable(),
        }),
      ),
      /** Mean trait score of its answers, 0 to 100; null without a scorer. */
      score: estimateSchema.nullable(),
    }),
  ),
  /** With the personas' trait scores, n = personas; null without a scorer. */
  correlations: z
    .object({ scorer: z.string(), axes: z.array(correlationsSchema.extend({ axis: z.string() })) })
    .nullable(),
  warnings: z.array(z.string()),
});
export type ShiftFindings = z.infer<typeof shiftFindingsSchema>;

/** Reads findings back from parsed JSON. Throws "bad-input", naming `where`, on anything else. */
export const readShiftFindings = (value: unknown, where: string): ShiftFindings =>
  readAs(shiftFindingsSchema, value, { where, what: "findings of vector shift", remedy: "run the command again" });
