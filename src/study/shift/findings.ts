import { z } from "zod";
import { readAs } from "../../base/read-as.ts";
import { estimateSchema } from "../../measure/statistics/estimated.ts";
import { tableVerdicts } from "../emoji/explain/findings.ts";
import { shiftConfigSchema } from "./config.ts";

const count = z.int().min(0);
const estimate = estimateSchema.nullable();
const defined = estimateSchema.or(z.object({ undefined: z.string() }));
/** n = adapters; or why there is none. */
const correlation = z.object({ pearson: defined, spearman: defined });
export type FoundCorrelations = z.infer<typeof correlation>;

/** What one adapter shows; means over questions. */
const adapterSchema = z.object({
  seed: count,
  /** Projection difference of its training rows, before any tuning; null where a guard acted, which the rows do not know of. */
  predicted: estimate,
  shift: estimateSchema,
  score: estimate,
  /** Mean training loss over the last epoch, with the guard in force; of the last step; and of its training answers without any guard, nats a token. */
  loss: z.number().nullable(),
  lossLast: z.number().nullable(),
  fit: z.number().nullable(),
});

/** One arm less plain tuning on the same rows, question by question; and of what plain tuning brings, the share that is gone. */
const againstPlainSchema = z.object({
  score: estimate,
  shift: estimate,
  mass: estimate,
  esr: estimate,
  neutral: estimate,
  /** Training loss over the last epoch, step by step; n = steps of all seeds. */
  loss: estimate,
  traitGone: estimate,
  shiftGone: estimate,
  emojiGone: estimate,
});

const armSchema = z.object({
  /** "base", "plain/50", "prevent/100", "prompt". */
  id: z.string(),
  method: z.string(),
  /** Of trait-laden answers; null without tuning. */
  share: z.number().nullable(),
  /** Times the vector as it is, of what steers; above 0 afterwards too, where it is against the vector. */
  strength: z.number().nullable(),
  guard: z
    .object({
      kind: z.string(),
      layers: z.array(count),
      strength: z.number().nullable(),
      /** The largest share of the residual stream's median length that was added at a layer. */
      medianShare: z.number().nullable(),
    })
    .nullable(),
  /** Seed by seed. */
  adapters: z.array(adapterSchema),
  /** Means over seeds, question by question; n = questions, of `neutral` texts. Score and coherence 0 to 100. */
  score: estimate,
  coherence: estimate,
  shift: estimate,
  esr: estimateSchema,
  mass: estimate,
  /** Change of the negative log-likelihood of neutral texts against the untuned model, nats a token; above 0 is worse. */
  neutral: estimate,
  againstPlain: againstPlainSchema.nullable(),
  /** Less the random direction of the same kind and length; above 0 the random one removes more. */
  overRandom: z.object({ score: estimate, shift: estimate, mass: estimate }).nullable(),
});

const vectorSchema = z.object({
  pole: z.string(),
  layer: count,
  why: z.string(),
  /** Length of the vector, and over the residual stream's median length. */
  norm: z.number(),
  medianShare: z.number().nullable(),
  /** Made of these. */
  positions: z.string(),
});

/** Adapters of several poles along one pole's vector. */
const poleSchema = z.object({
  pole: z.string(),
  adapters: z.array(
    z.object({
      id: z.string(),
      /** What it was tuned on: a pole, or "neutral". */
      tuned: z.string(),
      predicted: estimateSchema,
      shift: estimateSchema,
      /** Mean probability of the pole by the classifier, 0 to 100; null where it read nothing. */
      score: z.number().nullable(),
    }),
  ),
  shiftScore: correlation,
  predictedScore: correlation,
  predictedShift: correlation,
  /** Place of the pole's own adapter by shift among all; 1 is furthest along. */
  ownRank: count,
});

const claimSchema = z.object({
  id: z.string(),
  whose: z.enum(["the paper's", "ours"]),
  claim: z.string(),
  criterion: z.string(),
  evidence: z.string(),
  verdict: z.enum(tableVerdicts),
});

/** `findings.json` of the shift study. */
const findingsSchema = z.object({
  schema: z.literal(1),
  study: z.literal("shift"),
  model: z.object({
    name: z.string(),
    sha256: z.string(),
    architecture: z.string(),
    parameters: count,
    quantisation: z.string(),
  }),
  settings: shiftConfigSchema.omit({ batch: true }).extend({
    seed: z.number(),
    scorer: z.string(),
    coherenceBy: z.string(),
    /** Rows of each mixture. */
    rows: count,
    criteria: z.record(z.string(), z.number()),
  }),
  vectors: z.array(vectorSchema).min(1),
  arms: z.array(armSchema).min(1),
  /** Over the plain adapters of all mixtures and seeds; n = adapters. */
  mixtures: z.object({ predictedShift: correlation, predictedScore: correlation, shiftScore: correlation }),
  /** Empty where no other poles were tuned. */
  poles: z.array(poleSchema),
  claims: z.array(claimSchema),
  warnings: z.array(z.string()),
});

export type ShiftFindings = z.infer<typeof findingsSchema>;
export type ShiftArm = z.infer<typeof armSchema>;
export type ShiftPole = z.infer<typeof poleSchema>;
export type ShiftClaim = z.infer<typeof claimSchema>;
export type AgainstPlain = z.infer<typeof againstPlainSchema>;

/** Reads findings back from parsed JSON. Throws "bad-input", naming `where`, on anything else. */
export const readShiftStudy = (value: unknown, where: string): ShiftFindings =>
  readAs(findingsSchema, value, {
    where,
    what: "findings of the shift study (schema 1)",
    remedy: "run the study again",
  });
