import { z } from "zod";
import { estimateSchema } from "../findings.ts";
import { directionFindingsSchema } from "./direction-experiment.ts";
import { outcomeSchema } from "./effects.ts";
import { neuronFindingsSchema } from "./neuron-experiment.ts";
import { writtenSchema } from "./written.ts";

/** What `explain ablate` finds. */
export const ablateFindingsSchema = z.object({
  part: z.literal("ablate"),
  /** Texts whose sentence ends were weighed, answer pairs of the trait, fluent texts, questions answered. */
  counts: z.object({ texts: z.number(), pairs: z.number(), fluent: z.number(), questions: z.number() }),
  criteria: z.object({ removed: z.number(), retained: z.number(), worse: z.number(), alpha: z.number() }),
  persona: outcomeSchema,
  reference: outcomeSchema,
  /** Emoji mass, and preference for the trait's answers in nats a token: the persona's less the reference's. */
  massGap: estimateSchema,
  traitGap: estimateSchema.nullable(),
  neurons: neuronFindingsSchema.nullable(),
  directions: directionFindingsSchema.nullable(),
  /** The persona without parts of its adapter, and with those parts alone. */
  adapter: z
    .array(
      z.object({
        part: z.enum(["layer", "projection", "block", "components"]),
        how: z.enum(["without", "only"]),
        outcome: outcomeSchema,
      }),
    )
    .nullable(),
  written: z.array(writtenSchema),
  warnings: z.array(z.string()),
});
export type AblateFindings = z.infer<typeof ablateFindingsSchema>;
