import { z } from "zod";
import { registers } from "../../trait/questions.ts";
import { explanationParts } from "./explain/parts.ts";

/** Where tuning gives no signal, how long its answers are, what is asked, how it is sampled: the study's factors. */
export const factorNames = ["silent", "sentences", "register", "temperature"] as const;

export const silentLevels = ["none", "end", "sentence-ends"] as const;

/** Every option of the emoji study that decides a number. The first level of each factor is the one that claims are about. */
export const emojiConfigSchema = z.object({
  /** Poles to tune toward, `extraversion/high`. */
  traits: z.array(z.string()).min(1),
  /** Tuning seeds, 0 .. seeds - 1. */
  seeds: z.number().int().min(1),
  /** Test questions an arm is asked, at most 200. */
  questions: z.number().int().min(1).max(200),
  silent: z.array(z.enum(silentLevels)).min(1),
  sentences: z.array(z.union([z.literal(1), z.literal(2), z.literal("all")])).min(1),
  register: z.array(z.enum(registers)).min(1),
  temperature: z.array(z.number().min(0).max(5)).min(1),
  topP: z.number().gt(0).max(1),
  maxNewTokens: z.number().int().min(1),
  /** Tune the exclamatory version of high extraversion too. */
  exclamatory: z.boolean(),
  /** Sequences decoded side by side; the responses do not depend on it. */
  batch: z.number().int().min(1),
  /** How 4- and 8-bit products are computed while generating and scoring. */
  accuracy: z.enum(["int8", "f32"]),
  tuning: z.looseObject({}),
  /** Parts of the second half: why. */
  explain: z.array(z.enum(explanationParts)).default([]),
  /** A file of tuning rows instead of the bundled corpus. */
  data: z.string().optional(),
  allowEmoji: z.boolean(),
});

export type EmojiConfig = z.infer<typeof emojiConfigSchema>;
