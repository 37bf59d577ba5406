import { z } from "zod";
import { estimateSchema } from "../findings.ts";

const count = z.number().int().min(0);
const kindSchema = z.enum(["mlp", "residual"]);

/** A unit with what was found of it at one set of places. */
const unitSchema = z.object({
  kind: kindSchema,
  layer: count,
  unit: count,
  /** Activation of the base model: mean at these places, standard deviation over all tokens of the answers. */
  base: z.object({ mean: z.number(), deviation: z.number() }),
  /** (mean of the arm - mean of the base) / the base's deviation; n = seeds. Null without controls. */
  persona: estimateSchema,
  control: estimateSchema.nullable(),
  /** Persona less control, or the persona's where there is no control. */
  difference: estimateSchema,
  /** Moderated t of the difference and the least false-discovery rate at which it is called; null with too few seeds. */
  d: z.number().nullable(),
  q: z.number().nullable(),
  /** Emoji logits for each unit of activation, on the straight way to the head. */
  effect: z.number(),
  /** The same times what the persona adds to the control, and to the base. */
  contribution: z.number(),
  ownContribution: z.number(),
  outlier: z.boolean(),
});

const outlierSchema = z.object({
  layer: count,
  unit: count,
  /** Layers in which this unit of the stream stands out; 1 for an MLP unit. */
  layers: count,
  /** Root mean square, and largest magnitude, over the root mean square of its layer's median unit; in the layer where it stands out most. */
  ratio: z.number(),
  peakRatio: z.number(),
});

const placeSchema = z.object({
  /** Tokens that were read there. */
  tokens: count,
  /** Units called at the nominal rate; null with too few seeds to tell. */
  called: count.nullable(),
  /** Labellings of the arms that were compared, and the least rate that they can reach. */
  labellings: count,
  leastRate: z.number(),
  s0: z.number().nullable(),
  /** The first units in each order; see `Rankings`. */
  protocol: z.array(unitSchema),
  change: z.array(unitSchema),
  naive: z.array(unitSchema),
  /** Changes of units drawn at random, for a picture: under the persona and under the control; at sentence ends only. */
  cloud: z.array(z.tuple([z.number(), z.number().nullable()])),
});

const kindFindingsSchema = z.object({
  units: count,
  /** Units that the base model never moves. */
  still: count,
  outliers: z.object({ count, first: z.array(outlierSchema) }),
  sentenceEnds: placeSchema,
  tokens: placeSchema,
});

const concentrationSchema = z.object({
  /** Emoji logits that all MLP units together add on the straight way, persona over control; n = arms. */
  net: estimateSchema,
  units: count,
  participation: z.number(),
  /** Share of `net` from the first unit, and how many units carry half of it; units in the order of the other seeds. Null where nothing rises. */
  topShare: z.number().nullable(),
  half: count.nullable(),
  verdict: z.enum(["neuron", "few neurons", "distributed", "no rise", "cannot tell"]),
});

const overlapSchema = z.object({
  /** "trait 1, emoji 2": which changes, each by one wording. */
  pair: z.string(),
  shared: count,
  k: count,
  units: count,
  expected: z.number(),
  p: z.number(),
  /** The same against units of like variance. */
  matchedExpected: z.number(),
  matchedP: z.number(),
});

export const claimVerdicts = ["supported", "not supported", "cannot tell at this n"] as const;

const selectivitySchema = z.object({
  /** Layers that were looked at, the deepest that fit. */
  layers: z.array(count),
  units: count,
  overlap: z.number(),
  shuffledOverlap: z.number(),
  p: z.number(),
  /** Units that differ between emoji beyond the most different one of shuffles, and the first of them. */
  selective: count,
  first: z.array(z.object({ layer: count, unit: count, share: z.number() })),
});

const claimSchema = z.object({ verdict: z.enum(claimVerdicts), words: z.string() });

const claimsSchema = z.object({
  /** "Different emoji, different neurons." */
  differentEmoji: claimSchema.extend({
    /** Emoji and in how many texts each is the first. */
    emoji: z.array(z.object({ emoji: z.string(), texts: count })),
    texts: count,
    kinds: z.object({ mlp: selectivitySchema, residual: selectivitySchema }).nullable(),
  }),
  /** "Trait prompts use other neurons than emoji prompts." */
  promptOverlap: claimSchema.extend({
    prompts: z
      .object({ trait: z.array(z.string()), emoji: z.array(z.string()), neutral: z.array(z.string()) })
      .nullable(),
    mlp: z.object({ between: z.array(overlapSchema), within: z.array(overlapSchema) }).nullable(),
    residual: z.object({ between: z.array(overlapSchema), within: z.array(overlapSchema) }).nullable(),
  }),
});

/** What `explainNeurons` finds. */
export const neuronsSchema = z.object({
  part: z.literal("neurons"),
  seeds: z.object({ persona: z.array(z.string()), control: z.array(z.string()) }),
  texts: count,
  layers: z.array(count),
  /** Which emoji the emoji logit is of, who chose them, and how many tokens begin one. */
  emojiSet: z.object({
    source: z.enum(["given", "the persona's answers", "all"]),
    emoji: z.array(z.string()).nullable(),
    groups: z.array(z.string()).nullable(),
    tokens: count,
  }),
  nominalRate: z.number(),
  /** With too few seeds a side nothing is called a discovery. */
  discovery: z.enum(["told", "cannot tell at this n"]),
  mlp: kindFindingsSchema,
  residual: kindFindingsSchema,
  concentration: concentrationSchema,
  /** The same of all emoji, where only some count because the persona's answers hold them. */
  allEmoji: z.object({ tokens: count, concentration: concentrationSchema }).nullable(),
  claims: claimsSchema,
  warnings: z.array(z.string()),
});

export type NeuronsFindings = z.infer<typeof neuronsSchema>;
export type KindFindings = z.infer<typeof kindFindingsSchema>;
export type PlaceFindings = z.infer<typeof placeSchema>;
export type UnitFindings = z.infer<typeof unitSchema>;
export type OutlierFindings = z.infer<typeof outlierSchema>;
export type ConcentrationFindings = z.infer<typeof concentrationSchema>;
export type OverlapFindings = z.infer<typeof overlapSchema>;
export type SelectivityFindings = z.infer<typeof selectivitySchema>;
export type NeuronClaims = z.infer<typeof claimsSchema>;
export type ClaimVerdict = (typeof claimVerdicts)[number];
