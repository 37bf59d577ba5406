import { z } from "zod";
import { readAs } from "../../base/read-as.ts";
import { estimateSchema } from "../statistics/estimated.ts";

const count = z.int().min(0);
const estimate = estimateSchema.nullable();

/**
 * Who talked and who was looked into: the persona itself; the persona's words, read by the model as it is; the model as it is, in its own
 * words.
 */
export const driftArms = ["persona", "words", "base"] as const;
export type DriftArm = (typeof driftArms)[number];
const arm = z.enum(driftArms);

export const driftFindingsSchema = z.object({
  part: z.literal("drift"),
  axes: z
    .array(
      z.object({
        id: z.string(),
        vector: z.string(),
        layer: count,
        meaning: z.string(),
        /** Of the answers of neutral text, from whose mean everything is told in standard deviations. */
        neutral: z.object({ mean: z.number(), deviation: z.number(), n: count }),
      }),
    )
    .min(1),
  origin: z.string(),
  turns: z.int().min(2),
  conversations: z.int().min(1),
  questions: z.string(),
  /** By arm and axis, n = conversations. */
  lines: z.array(
    z.object({
      arm,
      axis: z.string(),
      /** Mean over the conversations, by turn. */
      turns: z.array(estimate),
      /** Standard deviations a turn: the mean of the conversations' least-squares slopes. */
      slope: estimate,
      /** Each conversation's values by turn. */
      each: z.array(z.array(z.number().nullable())),
    }),
  ),
  /** Persona less base on the same questions, n = conversations; none without a persona. */
  gaps: z.array(z.object({ axis: z.string(), first: estimate, last: estimate, slope: estimate })),
  /** What was said. */
  talks: z.array(
    z.object({ arm, conversation: count, turns: z.array(z.object({ question: z.string(), answer: z.string() })) }),
  ),
  warnings: z.array(z.string()),
});
export type DriftFindings = z.infer<typeof driftFindingsSchema>;

/** Reads findings back from parsed JSON. Throws "bad-input", naming `where`, on anything else. */
export const readDriftFindings = (value: unknown, where: string): DriftFindings =>
  readAs(driftFindingsSchema, value, { where, what: "findings of vector drift", remedy: "run the command again" });
