import { z } from "zod";
import { badInput } from "../../base/errors.ts";

const points = z.array(z.object({ step: z.number(), loss: z.number() })).min(1);

const findingsSchema = z.object({
  steps: z.number(),
  tokens: z.number(),
  vocab: z.number(),
  /** Mean loss of each step's batch, in nats a token. */
  curve: points,
  /** Loss on held-out text before the first step and after each epoch. */
  heldOut: points,
  heldOutTokens: z.number(),
  heldOutDocuments: z.number(),
  /** Perplexity on held-out text, and that of the grammar which wrote it: no model can be below in the long run. */
  perplexity: z.object({ model: z.number(), grammar: z.number(), tokens: z.number() }),
});

/** What a training run found. It holds no times: the same command gives the same bytes. */
export type TrainingFindings = z.infer<typeof findingsSchema>;

/** The findings of a training run. Throws "bad-input" where they are not, naming `where`. */
export function readTrainingFindings(value: unknown, where: string): TrainingFindings {
  const parsed = findingsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  const at = path.length === 0 ? "" : ` at ${path.join(".")}`;
  throw badInput(`${where} holds no findings of \`model train\`${at}: ${message}; train again with --fresh.`);
}
