import { z } from "zod";
import { readAs } from "../../base/read-as.ts";
import { estimateSchema } from "../statistics/estimated.ts";

const count = z.int().min(0);
/** A figure, or why there is none. */
export const definedSchema = z.union([estimateSchema, z.object({ undefined: z.string() })]);

/**
 * What an answer is held against: the base model's own answer to the prompt (all rows, or a sample of them), or, as a cheap proxy, the
 * prompt's last token, where the model is about to answer.
 */
export const differenceMethods = ["exact", "sampled", "proxy"] as const;
export type DifferenceMethod = (typeof differenceMethods)[number];

/** Who flags: the projection, the scorer, either of them, or both. */
export const flaggers = ["projection", "scorer", "either", "both"] as const;
export type Flagger = (typeof flaggers)[number];

const rowSchema = z.object({
  /** From 1, as in the file. */
  row: z.int().min(1),
  question: z.string(),
  answer: z.string(),
  /** The metric that flags, raw and in standard deviations of clean text from its mean; null where a row has none. */
  metric: z.number().nullable(),
  deviations: z.number().nullable(),
  /** The exact difference and the proxy. */
  difference: z.number().nullable(),
  proxy: z.number(),
  /** The scorer's, 0 to 100; null without one, or where it cannot tell. */
  score: z.number().nullable(),
  /** Mean of the row's rank by metric and by score, 0 to 1. */
  combined: z.number().nullable(),
  /** Why it is flagged; empty where it is not. */
  reasons: z.array(z.string()),
  planted: z.boolean().nullable(),
});
export type ScreenedRow = z.infer<typeof rowSchema>;

const rates = z.object({ precision: definedSchema, recall: definedSchema });

export const screenFindingsSchema = z.object({
  part: z.literal("screen"),
  axis: z.object({ id: z.string(), vector: z.string(), layer: count, why: z.string() }),
  method: z.enum(differenceMethods),
  percentile: z.number(),
  rows: count,
  prompts: count,
  /** Prompts that stand in several rows, the most frequent first, at most 20; and how many there are. */
  repeats: z.object({
    prompts: count,
    rows: count,
    first: z.array(z.object({ question: z.string(), times: count })),
  }),
  clean: z.object({ origin: z.string(), n: count, mean: z.number(), deviation: z.number(), threshold: z.number() }),
  scorer: z.object({ name: z.string(), threshold: z.number() }).nullable(),
  /** Projection difference of the data set: the mean over rows that were held against the model's own answers; n = rows. */
  difference: z.object({ raw: estimateSchema, norms: estimateSchema.nullable() }).nullable(),
  /** Mean of the proxy over all rows, and how it goes with the exact difference over the rows that have both. */
  proxy: z.object({ raw: estimateSchema, pearson: definedSchema.nullable() }),
  /** Rows that each flags; null where there is no scorer. */
  flagged: z.record(z.enum(flaggers), count.nullable()),
  planted: z
    .object({
      n: count,
      auc: z.object({
        projection: definedSchema,
        scorer: definedSchema.nullable(),
        combined: definedSchema.nullable(),
      }),
      flags: z.record(z.enum(flaggers), rates.nullable()),
    })
    .nullable(),
  /** The same metric at each layer that was read. */
  layers: z.array(
    z.object({
      axis: z.string(),
      layer: count,
      /** Mean over rows, in standard deviations of clean text from its mean. */
      deviations: estimateSchema.nullable(),
      flagged: count,
      auc: definedSchema.nullable(),
    }),
  ),
  /** The metric of all rows that have one, and of clean text, for drawing; planted rows apart where they are known. */
  values: z.object({ clean: z.array(z.number()), data: z.array(z.number()), planted: z.array(z.number()).nullable() }),
  /** The highest-ranked rows, at most 40. */
  top: z.array(rowSchema),
  warnings: z.array(z.string()),
});
export type ScreenFindings = z.infer<typeof screenFindingsSchema>;

/** Reads findings back from parsed JSON. Throws "bad-input", naming `where`, on anything else. */
export const readScreenFindings = (value: unknown, where: string): ScreenFindings =>
  readAs(screenFindingsSchema, value, { where, what: "findings of vector screen", remedy: "run the command again" });
