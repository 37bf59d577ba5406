import { z } from "zod";
import { counterparts } from "../../measure/vectors/written.ts";
import { positions } from "../../model/steering/types.ts";

const count = z.int().min(1);

/** Every option of the steering study that decides a number, but for who scores. */
export const steerConfigSchema = z.object({
  /** Ids of contrastive traits, the matrix's rows and columns in their order. */
  traits: z.array(z.string()).min(2),
  /** Where the contrast comes from; of given answers, what they are held against. */
  from: z.enum(["instructions", "answers"]),
  against: z.enum(counterparts),
  /** Questions that vectors are made of, and of rollouts, the answers to each under each instruction. */
  contrast: z.int().min(2),
  rollouts: count,
  /** Layers of the sweep, spread over the depth, and strengths in median norms. */
  layers: count,
  strengths: z.array(z.number().positive()).min(1),
  /** Questions that choose each vector's point, and further ones for the matrix. */
  sweep: z.int().min(2),
  questions: z.int().min(2),
  /** Coherence from which a point may be the best. */
  floor: z.number().min(0).max(100),
  /** Random directions beside each vector. */
  random: z.int().min(0),
  /** Ask for each trait by a system prompt as well. */
  prompts: z.boolean(),
  positions: z.enum(positions),
  temperature: z.number().min(0),
  topP: z.number().positive().max(1),
  maxNewTokens: count,
});
export type SteerConfig = z.infer<typeof steerConfigSchema>;
