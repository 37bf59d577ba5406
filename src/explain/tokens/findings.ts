import { z } from "zod";
import { estimateSchema, readExplanation } from "../findings.ts";
import { writers } from "../texts.ts";
import { placeKinds } from "./place-kinds.ts";

const count = z.number().int().min(0);
const writer = z.enum(writers);
const at = z.enum(placeKinds);

/** Means over texts of the text's mean over its places of a kind; n = texts that have one. */
const massSchema = z.object({
  arm: z.string(),
  writer,
  at,
  /** Places in all. */
  places: count,
  /** Probability that an emoji starts; a lower bound, of which `upper` is the upper one. */
  emoji: estimateSchema,
  upper: z.number(),
  /** The rivals: "!", a line break, the end of the turn. */
  exclamation: estimateSchema,
  newline: estimateSchema,
  end: estimateSchema,
});

/** The emoji mass over the answer, in stretches of `width` tokens. */
const curveSchema = z.object({
  arm: z.string(),
  writer,
  width: count,
  /** `token`: the first of the stretch; n = texts that reach it. */
  points: z.array(estimateSchema.extend({ token: count })),
});

/** One arm against another, on the same places of the same texts; n = texts. */
const contrastSchema = z.object({
  arm: z.string(),
  against: z.string(),
  writer,
  at,
  difference: estimateSchema,
  /** Geometric mean over texts of the arm's mass over the other's. */
  ratio: estimateSchema,
  /** Masses below the floor of 1e-12 that were counted as that. */
  raised: count,
  /** Whether the order of the two means stays whatever was not followed to its end. */
  settled: z.boolean(),
});

/** How an emoji's, or a group's, mass moved from the untuned model: means over all places of all texts; n = texts. */
const riseSchema = z.object({
  emoji: z.string(),
  name: z.string(),
  base: z.number(),
  arm: z.number(),
  rise: estimateSchema,
  /** The same of the arm's control; null where it has none. */
  control: estimateSchema.nullable(),
});
export type Rise = z.infer<typeof riseSchema>;

export const tokensSchema = z.object({
  part: z.literal("tokens"),
  /** Median length of a training answer in tokens. */
  trainingEnd: count,
  /** Which emoji count; null for no filter. */
  counted: z.object({ emoji: z.array(z.string()).nullable(), groups: z.array(z.string()).nullable() }),
  arms: z.array(z.object({ id: z.string(), name: z.string(), control: z.string().nullable() })),
  /** The untuned model's arm. */
  base: z.string(),
  writers: z.array(z.object({ writer, texts: count, places: count, medianTokens: z.number() })),
  masses: z.array(massSchema),
  curves: z.array(curveSchema),
  contrasts: z.array(contrastSchema),
  rises: z.array(z.object({ arm: z.string(), emoji: z.array(riseSchema), groups: z.array(riseSchema) })),
  warnings: z.array(z.string()),
});

/** What {@link explainTokens} finds. */
export type TokensFindings = z.infer<typeof tokensSchema>;

/** Reads the findings back. Throws "bad-input", naming `where`, on anything else. */
export const readTokens = (value: unknown, where: string): TokensFindings =>
  readExplanation("tokens", tokensSchema, value, where);
