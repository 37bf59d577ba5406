import { z } from "zod";
import { ablateFindingsSchema } from "../../../explain/ablate/findings.ts";
import { forecastSchema } from "../../../explain/forecast/findings.ts";
import { guardedFindingsSchema } from "../../../explain/guarded/findings.ts";
import { iclSchema } from "../../../explain/icl/findings.ts";
import { layersFindingsSchema } from "../../../explain/layers/findings.ts";
import { neuronsSchema } from "../../../explain/neurons/findings.ts";
import { tokensSchema } from "../../../explain/tokens/findings.ts";

/** Verdicts of the table of claims. */
export const tableVerdicts = ["supported", "not supported", "cannot tell at this n"] as const;
export type TableVerdict = (typeof tableVerdicts)[number];

/** A claim about where the emoji come from: whose it is, what decides it, and what was found. */
export const tableClaimSchema = z.object({
  id: z.string(),
  whose: z.enum(["the paper's", "its critics'", "ours"]),
  claim: z.string(),
  /** What must be seen, fixed before looking. */
  criterion: z.string(),
  evidence: z.string(),
  verdict: z.enum(tableVerdicts),
  /** What is true by construction, on a model that was made to be known; null where nobody knows. */
  truth: z.object({ holds: z.boolean().nullable(), words: z.string() }).nullable(),
});
export type TableClaim = z.infer<typeof tableClaimSchema>;

/** The study's second half; a part that was not asked for, or had nothing to explain, is left out. */
export const explanationSchema = z.object({
  /** Whose emoji are explained: "extraversion/high", and the arms that stand for it. */
  voice: z.string(),
  persona: z.string(),
  control: z.string(),
  tokens: tokensSchema.optional(),
  forecast: forecastSchema.optional(),
  icl: iclSchema.optional(),
  layers: layersFindingsSchema.optional(),
  neurons: neuronsSchema.optional(),
  ablate: ablateFindingsSchema.optional(),
  guarded: guardedFindingsSchema.optional(),
  /** Parts that had nothing to explain, and why. */
  missing: z.array(z.object({ part: z.string(), reason: z.string() })),
  claims: z.array(tableClaimSchema),
});
export type Explanation = z.infer<typeof explanationSchema>;
