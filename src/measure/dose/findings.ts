import { z } from "zod";
import { readAs } from "../../base/read-as.ts";
import { estimateSchema } from "../statistics/estimated.ts";

const curve = z.object({
  along: z.string(),
  points: z.array(
    z.object({ at: z.number(), scores: z.array(estimateSchema), esr: estimateSchema, fluency: estimateSchema }),
  ),
  slopes: z.object({ scores: z.array(estimateSchema), esr: estimateSchema, fluency: estimateSchema }),
  lead: estimateSchema.nullable(),
});
const arm = z.object({ name: z.string(), curves: z.array(curve) });

const doseSchema = z.object({
  part: z.literal("dose"),
  /** What is told of each answer, in the order of all lists of scores: the five traits. */
  measured: z.array(z.string()),
  reader: z.object({ name: z.string(), sha256: z.string(), poles: z.string() }),
  questions: z.int().min(1),
  /** Answers by each arm. */
  answers: z.int().min(1),
  persona: arm,
  control: arm.nullable(),
  /** Own slopes less the control's, by line; null without a control, and for what is none of the five traits. */
  beyondControl: z.array(z.object({ along: z.string(), slope: estimateSchema.nullable() })),
  /** Answers to the same question at both ends and in the middle of each line. */
  examples: z.array(
    z.object({
      along: z.string(),
      question: z.string(),
      texts: z.array(z.object({ at: z.number(), text: z.string() })),
    }),
  ),
});

/** How a PsychAdapter's answers change with its trait scores. */
export type DoseFindings = z.infer<typeof doseSchema>;

/** Reads them back from parsed JSON. Throws "bad-input", naming `where`, on anything else. */
export const readDoseFindings = (value: unknown, where: string): DoseFindings =>
  readAs(doseSchema, value, { where, what: "findings of measure dose", remedy: "run the command again" });
