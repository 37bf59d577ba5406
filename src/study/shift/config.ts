import { z } from "zod";
import { usage } from "../../base/errors.ts";
import { poleKey, poles, type TraitPoleKey, traits } from "../../trait/framework.ts";
import { registers } from "../../trait/questions.ts";
import { silentLevels } from "../emoji/config.ts";

/** The key of every pole, in the traits' order. */
export const allPoles: readonly TraitPoleKey[] = traits.flatMap((trait) =>
  poles.map((pole) => poleKey({ trait, pole })),
);
const pole = z.enum(allPoles);

/**
 * What is done about a trait that a mixture would bring, beside tuning on it plainly.
 * - prevent, increments, ablate: guards while tuning, along the trait's vector at one layer, at every layer by increments, taken out at every layer (CAFT);
 * - emoji: increments along the emoji direction at every layer;
 * - random, random-increments, random-ablate: the same guards along a random vector as long, at the largest share;
 * - afterwards: plain tuning, then steered against the vector;
 * - prompt: no tuning, a persona prompt.
 */
export const shiftMethods = [
  "prevent",
  "increments",
  "ablate",
  "emoji",
  "random",
  "random-increments",
  "random-ablate",
  "afterwards",
  "prompt",
] as const;
export type ShiftMethod = (typeof shiftMethods)[number];

/** Every option of the shift study that decides a number, and `batch`. */
export const shiftConfigSchema = z.object({
  /** What the mixtures are laden with. */
  trait: pole,
  /** Poles whose own adapters join in the correlations. */
  poles: z.array(pole),
  /** Shares of trait-laden answers, ascending, 0 the first. */
  shares: z.array(z.number().min(0).max(1)).min(2),
  methods: z.array(z.enum(shiftMethods)),
  /** Of prevention and of steering afterwards: multiples of the vector as it is. */
  strength: z.number().positive(),
  /** Further strengths, tried at the largest share with the first seed. */
  doses: z.array(z.number().positive()),
  /** Of the guard along the emoji direction, likewise. */
  emojiStrength: z.number().positive(),
  /** Where one layer is steered, and shifts are measured; the vector's own choice where left out. */
  layer: z.int().min(0).optional(),
  seeds: z.int().min(1),
  questions: z.int().min(2).max(200),
  register: z.enum(registers),
  temperature: z.number().min(0).max(5),
  topP: z.number().gt(0).max(1),
  maxNewTokens: z.int().min(1),
  silent: z.enum(silentLevels),
  sentences: z.union([z.literal(1), z.literal(2), z.literal("all")]),
  tuning: z.looseObject({}),
  accuracy: z.enum(["int8", "f32"]),
  batch: z.int().min(1),
});
export type ShiftConfig = z.infer<typeof shiftConfigSchema>;

/** The configuration with its shares in order and a share of 0 among them. Throws "usage" where no share is above 0. */
export function shiftConfig(given: ShiftConfig): ShiftConfig {
  const shares = [...new Set([0, ...given.shares])].sort((a, b) => a - b);
  if (shares.length < 2) throw usage("--shares takes at least one share above 0: nothing would be learned otherwise.");
  const doses = [...new Set(given.doses)].filter((dose) => dose !== given.strength).sort((a, b) => a - b);
  return shiftConfigSchema.parse({ ...given, shares, doses });
}
