import { z } from "zod";
import { type Estimated, estimateSchema } from "../../explain/findings.ts";
import { readFindingsOf } from "../read-findings.ts";
import { explanationSchema } from "./explain/findings.ts";

const count = z.number().int().min(0);

export const factorsSchema = z.object({
  /** Where tuning gave no signal; absent where nothing was tuned. */
  silent: z.enum(["none", "end", "sentence-ends"]).optional(),
  /** Sentences of a training answer; absent where nothing was tuned. */
  sentences: z.union([z.literal(1), z.literal(2), z.literal("all")]).optional(),
  register: z.enum(["opinion", "message"]),
  temperature: z.number().min(0),
  /** The rival-marker arm: the training answers' exclamatory version. */
  marker: z.literal("exclamatory").optional(),
});

/** What an arm is, apart from what came of it. */
export const armKeySchema = z.object({
  id: z.string(),
  inducer: z.enum(["base", "prompt", "examples-ike", "examples-few-shot", "finetune", "control"]),
  trait: z.string().optional(),
  pole: z.enum(["high", "low"]).optional(),
  seed: z.number().int().optional(),
  factors: factorsSchema,
});

const firstEmojiSchema = z.object({
  /** Mean token index, and mean share of the response's length; n = responses with an emoji. */
  token: estimateSchema.nullable(),
  share: estimateSchema.nullable(),
  /** Responses whose first emoji stands before, and at or past, the point where training answers end. */
  before: count,
  past: count,
  pastRate: estimateSchema.nullable(),
  /** What `pastRate` would be if the first emoji fell anywhere in its response alike. */
  pastByChance: z.number().nullable(),
});

const tuningSchema = z.object({
  rows: count,
  steps: count,
  lossFirst: z.number(),
  lossLast: z.number(),
});

const armSchema = armKeySchema.extend({
  /** Responses. */
  n: count,
  sentences: count,
  emoji: count,
  /** Share of responses with at least one emoji. */
  esr: estimateSchema,
  /** Sentences with an emoji / sentences. */
  sentenceRate: estimateSchema,
  /** Emoji / sentences. */
  density: estimateSchema,
  /** Share of responses with "!". */
  exclamationRate: estimateSchema,
  exclamationsPerSentence: estimateSchema,
  /** Mean probability of starting an emoji at the ends of the response's sentences; null where it was not measured. */
  emojiMass: estimateSchema.nullable(),
  /** The same at the end of the response. */
  emojiMassAnswerEnd: estimateSchema.nullable(),
  /** The same at the sentence ends before, and at or past, the point where training answers end; n = responses that have one there. */
  emojiMassBefore: estimateSchema.nullable(),
  emojiMassPast: estimateSchema.nullable(),
  firstEmoji: firstEmojiSchema,
  topEmoji: z.array(z.object({ emoji: z.string(), name: z.string(), group: z.string(), count, responses: count })),
  /** Emoji by Unicode's groups. */
  groups: z.record(z.string(), count),
  cutEmoji: count,
  /** Median length of a response in tokens. */
  medianTokens: z.number(),
  /** Share of responses that ended by themselves, not at the limit of tokens. */
  endedShare: estimateSchema,
  /** Set where the arm was tuned. */
  tuning: tuningSchema.optional(),
});

const contrastSchema = z.object({
  /** "ARM vs AGAINST: MEASURE". */
  id: z.string(),
  /** An arm, or, with its seed left out, all its seeds together. */
  arm: z.string(),
  /** The same for what it is compared with; "chance" for the place of the first emoji. */
  against: z.string(),
  measure: z.enum(["esr", "exclamationRate", "emojiMass", "emojiMassAnswerEnd", "emojiMassPast", "firstEmojiPast"]),
  scale: z.enum(["difference", "ratio"]),
  estimate: estimateSchema,
  /** The two sides: means of shares, geometric means of masses; of `emojiMassPast` those of mass past / mass before the training end. */
  values: z.object({ arm: z.number(), against: z.number() }),
  /** Tuning seeds in it, and the contrast's value with each of them. */
  seeds: z.array(z.number().int()),
  bySeed: z.array(z.number()),
  /** Questions on which the arm, and the other side, is the larger. */
  favours: z.object({ arm: count, against: count }).optional(),
  /** Two-sided p, and the same after Holm's correction within the family. */
  p: z.number(),
  pHolm: z.number(),
  /** `claims`: a verdict rests on it; `other`: shown beside. */
  family: z.enum(["claims", "other"]),
  method: z.string(),
  paired: z.boolean(),
});

const verdicts = ["shown", "shown absent", "not shown", "contradicted", "not tested"] as const;

const claimSchema = z.object({
  id: z.string(),
  /** The tuned arm or the persona that it is about: "extraversion/high". */
  about: z.string(),
  /** The claim in a few words. */
  title: z.string(),
  /** What is claimed, one sentence. */
  question: z.string(),
  verdict: z.enum(verdicts),
  /** The verdict in words, with its numbers. */
  words: z.string(),
  /** Contrasts behind it, the deciding one first. */
  evidence: z.array(z.string()),
});

const settingsSchema = z.object({
  /** Questions an arm was asked. */
  questions: count,
  /** What was tuned toward, beside the control. */
  traits: z.array(
    z.object({ trait: z.string(), pole: z.enum(["high", "low"]), marker: z.literal("exclamatory").optional() }),
  ),
  seeds: z.array(z.number().int()),
  /** The levels of each factor; the claims are about the first one of each. */
  silent: z.array(z.enum(["none", "end", "sentence-ends"])),
  sentences: z.array(z.union([z.literal(1), z.literal(2), z.literal("all")])),
  registers: z.array(z.enum(["opinion", "message"])),
  temperatures: z.array(z.number()),
  topP: z.number().optional(),
  maxNewTokens: count,
  /** Where training answers end: their median length in tokens, the same number for every arm. */
  answerEndTokens: z.number(),
  /** Chance of a false call allowed in each family of contrasts. */
  alpha: z.number(),
  /** What counts as an effect: a rise that is surely smaller is shown to be absent. */
  smallestEffect: z.object({ share: z.number(), ratio: z.number() }),
});

/** `findings.json` of the emoji study. Unknown keys are kept out. */
export const findingsSchema = z.object({
  schema: z.literal(1),
  study: z.literal("emoji"),
  model: z
    .object({
      name: z.string(),
      sha256: z.string(),
      architecture: z.string(),
      parameters: count,
      quantisation: z.string(),
    })
    .catchall(z.json()),
  settings: settingsSchema,
  arms: z.array(armSchema),
  contrasts: z.array(contrastSchema),
  claims: z.array(claimSchema),
  notes: z.array(z.string()),
  /** Why: the second half, where it was asked for. */
  explained: explanationSchema.optional(),
});

export type Factors = z.infer<typeof factorsSchema>;
export type ArmKey = z.infer<typeof armKeySchema>;
export type Arm = z.infer<typeof armSchema>;
export type Contrast = z.infer<typeof contrastSchema>;
export type Measure = Contrast["measure"];
export type Claim = z.infer<typeof claimSchema>;
export type Verdict = Claim["verdict"];
export type Settings = z.infer<typeof settingsSchema>;
export type EmojiFindings = z.infer<typeof findingsSchema>;

/** An estimate as findings hold it: an end without a bound becomes null, an estimate without a value (of nothing) too. */
export function estimated(estimate: { value: number; low: number; high: number; n: number }): Estimated | null {
  const { value, low, high, n } = estimate;
  const finite = (x: number) => (Number.isFinite(x) ? x : null);
  return Number.isFinite(value) ? { value, low: finite(low), high: finite(high), n } : null;
}

/** Reads findings back from parsed JSON. Throws "bad-input", naming `where`, on anything else. */
export function readFindings(value: unknown, where: string): EmojiFindings {
  return readFindingsOf("emoji", findingsSchema, value, where);
}
