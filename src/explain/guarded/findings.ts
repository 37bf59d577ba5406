import { z } from "zod";
import { directionFindingsSchema } from "../direction/findings.ts";
import { estimateSchema, readExplanation } from "../findings.ts";

const count = z.number().int().min(0);
const estimate = estimateSchema.nullable();

const guardedVerdicts = ["yes", "no", "cannot tell"] as const;
const verdict = z.enum(guardedVerdicts);
export type GuardedVerdict = z.infer<typeof verdict>;

const armSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** What was steered along or taken out, and how strongly; null for the untuned model and plain tuning. */
  guard: z
    .object({
      kind: z.enum(["steer", "ablate", "penalise"]),
      along: z.string().nullable(),
      strength: z.number().nullable(),
      /** Of a steered one: the largest share of the residual stream's median length that was added at a layer. */
      share: z.number().nullable(),
    })
    .nullable(),
  /** Loss while tuning, with the guard in force; null for the untuned model. */
  tuning: z.object({ steps: count, lossFirst: z.number(), lossLast: z.number() }).nullable(),
  /** Negative log-likelihood of the training answers, nats a token, without any guard: how well they were learned. n = answers. */
  fit: estimate,
  /** Share of answers with an emoji, mean emoji mass at their sentence ends, share with "!"; n = answers. */
  esr: estimateSchema,
  mass: estimate,
  exclamation: estimateSchema,
  /** Share of answers, read without their emoji, that show the trait; and how far they lean to the pole. n = answers. */
  alignment: estimate,
  lean: estimate,
  /** Change of the negative log-likelihood of neutral texts against the untuned model, nats; above 0 is worse. n = texts. */
  neutral: estimate,
  /** Of the emoji mass that plain tuning brings, the share that is gone; of the lean that it brings, the share that is left. */
  removed: estimate,
  retained: estimate,
  /** By the criteria: whether the emoji are gone, and the trait kept. */
  gone: verdict.nullable(),
  kept: verdict.nullable(),
  /** Whether neutral text is not much worse than to the untuned model: a broken model has lost more than emoji. */
  whole: verdict.nullable(),
  /** Mass and lean less those of the random direction of the same kind and strength. */
  overRandom: z.object({ mass: estimate, lean: estimate }).nullable(),
});
export type GuardedArmFindings = z.infer<typeof armSchema>;

/** Whether tuning can be kept from bringing emoji while it brings the trait. */
export const guardedFindingsSchema = z.object({
  part: z.literal("guarded"),
  target: z.object({ trait: z.string(), pole: z.enum(["high", "low"]) }),
  questions: count,
  rows: count,
  /** Of what answers were read by, and which pole they lean to by what. */
  reader: z.object({ name: z.string(), poles: z.string() }),
  /** Fixed before looking: gone and kept need the interval's lower end at these; a whole model is at most so many nats a token worse. */
  criteria: z.object({ removed: z.number(), retained: z.number(), worse: z.number() }),
  direction: directionFindingsSchema,
  /** By layer: cosine of the emoji direction and the trait's; null where no texts for the trait's were given. */
  cosines: z.array(z.number()).nullable(),
  arms: z.array(armSchema),
  /** Whether a guard loses the emoji, keeps the trait and leaves the model whole. */
  answer: verdict,
  warnings: z.array(z.string()),
});
export type GuardedFindings = z.infer<typeof guardedFindingsSchema>;

/** Reads findings back from parsed JSON. Throws "bad-input", naming `where`, on anything else. */
export const readGuarded = (value: unknown, where: string): GuardedFindings =>
  readExplanation("guarded", guardedFindingsSchema, value, where);
