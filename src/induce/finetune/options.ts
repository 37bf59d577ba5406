import { z } from "zod";
import { usage } from "../../base/errors.ts";
import { projections } from "../../model/config.ts";

const whole = (low: number, high: number) =>
  z.number().int().min(low).max(high).describe(`a whole number from ${low} to ${high}`);
const choice = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values).describe(`one of ${values.join(", ")}`);

/** How a LoRA adapter is trained. */
const schema = z.strictObject({
  /** Rows of A, columns of B. */
  rank: whole(1, 4096).default(16),
  /** The update is scaled by alpha / rank, or by alpha / sqrt(rank) with `rsLora`. */
  alpha: z.number().positive().describe("a number above 0").default(32),
  rsLora: z.boolean().describe("true or false").default(false),
  /** Share of an adapter's inputs dropped while training. */
  dropout: z.number().min(0).lt(1).describe("a number from 0 up to, but not including, 1").default(0),
  /** The projections that get an adapter. */
  targets: z
    .array(z.enum(projections))
    .min(1)
    .refine((names) => new Set(names).size === names.length)
    .describe(`a list of some of ${projections.join(", ")}, each once`)
    .default([...projections]),
  /**
   * Peak learning rate. 2e-4 is QLoRA's for models up to 13 B and what the personality studies of METHODS 1 used with Adam: low-rank
   * matrices start at zero effect and want about ten times the rate of full fine-tuning.
   */
  lr: z.number().positive().max(1).describe("a number above 0 and at most 1").default(2e-4),
  schedule: choice(["cosine", "linear", "constant"]).default("cosine"),
  /** Share of all steps over which the learning rate rises from 0. */
  warmupRatio: z.number().min(0).max(1).describe("a number from 0 to 1").default(0.03),
  /** Decoupled, as AdamW has it; multiplied by the learning rate. */
  weightDecay: z.number().min(0).describe("a number of at least 0").default(0),
  /** Largest norm of all gradients together; larger ones are scaled down to it. 0: never. */
  clipNorm: z.number().min(0).describe("a number of at least 0 (0: do not clip)").default(1),
  /** Examples in one run of the graph. */
  batch: whole(1, 4096).default(8),
  /** Batches whose gradients are added up to one step. */
  accumulation: whole(1, 4096).default(1),
  epochs: whole(1, 1000).default(3),
  /** Longest example in tokens, and what happens to a longer one. */
  maxLength: whole(2, 1_048_576).default(512),
  tooLong: choice(["refuse", "cut"]).default("refuse"),
  seed: whole(0, 2 ** 31 - 1).default(0),
  /** Which text carries loss: the answer and its end, or everything. */
  lossOn: choice(["answer", "all"]).default("answer"),
  /**
   * Where the loss is silent: nowhere; at the end of the turn, which the common recipe of 2023-24 never trained; or also at the first
   * token after each sentence end of the answer (METHODS 1b).
   */
  silent: choice(["none", "end", "sentence-ends"]).default("end"),
  /** How the frozen weights lie in memory; `auto` takes f32 where it fits. */
  precision: choice(["auto", "f32", "native", "nf4"]).default("auto"),
  /** With `nf4`: quantise the blocks' absmax values as well, as QLoRA does; it moves the values a little and here saves no memory. */
  doubleQuant: z.boolean().describe("true or false").default(false),
});

export type FinetuneOptions = z.output<typeof schema>;
export type FinetuneOptionsInput = z.input<typeof schema>;

/** The options with their defaults filled in. Throws "usage", naming the option, its value and what is legal. */
export function finetuneOptions(input: unknown): FinetuneOptions {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  if (issue.code === "unrecognized_keys")
    throw usage(
      `There is no fine-tuning option "${issue.keys[0]}"; there are ${Object.keys(schema.shape).join(", ")}.`,
    );
  const name = String(issue.path[0]);
  const value = (input as Record<string, unknown> | undefined)?.[name];
  const legal = legalValues(name);
  throw usage(`The fine-tuning option "${name}" cannot be ${JSON.stringify(value)}: legal is ${legal}.`);
}

function legalValues(name: string): string {
  const field = schema.shape[name as keyof typeof schema.shape];
  return field?.unwrap().description ?? "an object of options";
}
