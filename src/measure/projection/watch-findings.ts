import { z } from "zod";
import { readAs } from "../../base/read-as.ts";
import { estimateSchema } from "../statistics/estimated.ts";
import { neutralSchema } from "./neutral.ts";
import { definedSchema } from "./screen-findings.ts";

const count = z.int().min(0);
const row = z.array(z.number()).nullable();
const place = z.enum(["promptLast", "responseMean"]);

/** Mean projection at a place: raw, and centred on neutral text in its standard deviations; n = answers. */
const levelSchema = z.object({ axis: z.string(), place, raw: estimateSchema, deviations: estimateSchema });
const correlationsSchema = z.object({ pearson: definedSchema, spearman: definedSchema });

export const watchFindingsSchema = z.object({
  part: z.literal("project"),
  axes: z.array(
    z.object({
      id: z.string(),
      vector: z.string(),
      layer: count,
      /** What + means. */
      meaning: z.string(),
      medianNorm: z.number().nullable(),
    }),
  ),
  neutral: neutralSchema,
  answers: count,
  prompts: count,
  rollouts: count,
  turns: count,
  levels: z.array(levelSchema),
  /** By turn of the conversations, from 1; empty where there is only one. */
  drift: z.array(levelSchema.extend({ turn: z.int().min(1) })),
  /** With the scorer's scores; null without one. */
  correlations: z
    .object({
      scorer: z.string(),
      /** Mean score, 0 to 100. */
      score: estimateSchema.nullable(),
      axes: z.array(
        z.object({ axis: z.string(), place, overPrompts: correlationsSchema, withinPrompts: correlationsSchema }),
      ),
    })
    .nullable(),
  /** Every answer's projections, raw, in the order of `axes`. */
  rows: z.array(
    z.object({
      id: z.string(),
      /** Answers to one prompt share it. */
      prompt: z.string(),
      question: z.string(),
      turn: z.int().min(1),
      tokens: count,
      promptLast: row,
      responseMean: row,
      score: z.number().nullable(),
    }),
  ),
  /** Some answers token by token: the token's text and its projections, raw. */
  shown: z.array(
    z.object({
      id: z.string(),
      question: z.string(),
      tokens: z.array(z.object({ text: z.string(), values: z.array(z.number()) })),
    }),
  ),
  warnings: z.array(z.string()),
});
export type WatchFindings = z.infer<typeof watchFindingsSchema>;

/** Reads findings back from parsed JSON. Throws "bad-input", naming `where`, on anything else. */
export const readWatchFindings = (value: unknown, where: string): WatchFindings =>
  readAs(watchFindingsSchema, value, { where, what: "findings of vector project", remedy: "run the command again" });
