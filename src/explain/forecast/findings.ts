import { z } from "zod";
import { estimateSchema } from "../findings.ts";

const count = z.number().int().min(0);

/** What can be said before tuning; the last is the caller's. */
export const forecasters = [
  "base-rate",
  "prompt-esr",
  "prompt-mass",
  "sentence-ends",
  "answer-ends",
  "vector",
] as const;
export type Forecaster = (typeof forecasters)[number];

/** What a forecaster must beat. */
export const baselines: readonly Forecaster[] = ["base-rate", "prompt-esr"];

const caseSchema = z.object({
  /** The model that was tuned, and toward what. */
  model: z.string(),
  voice: z.string(),
  /** Before tuning; null where it was not measured. */
  forecasts: z.partialRecord(z.enum(forecasters), estimateSchema.nullable()),
  /** After it, all tuning seeds together; null where nothing was tuned. ESR: n = questions. */
  esr: estimateSchema.nullable(),
  mass: estimateSchema.nullable(),
  /** Tuning seeds, and those of them that show emoji: the ESR's rise over the base model's has its 95 % interval above 0. */
  seeds: count,
  shows: count,
});

const definedSchema = z.union([estimateSchema, z.object({ undefined: z.string() })]);

const scoreSchema = z.object({
  forecaster: z.enum(forecasters),
  /** Voices that were tuned and have this forecast. */
  n: count,
  /** Spearman's rank correlation with what came of it. */
  rhoEsr: definedSchema,
  rhoMass: definedSchema,
  /** Of the chance of "shows emoji": means over voices; 0 is best. */
  brier: definedSchema,
  logLoss: definedSchema,
  /** Brier score of always the base rate minus this one's, on the same voices: above 0 it is better. */
  gain: definedSchema,
});

/** Which voices were said to show emoji after tuning, from the base model alone, and which did. */
export const forecastSchema = z.object({
  part: z.literal("forecast"),
  cases: z.array(caseSchema),
  scores: z.array(scoreSchema),
  warnings: z.array(z.string()),
});

export type ForecastFindings = z.infer<typeof forecastSchema>;
export type ForecastCase = ForecastFindings["cases"][number];
export type ForecastScore = ForecastFindings["scores"][number];
export type Figure = z.infer<typeof definedSchema>;
