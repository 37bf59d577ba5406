import { z } from "zod";
import { poles, traits } from "../../trait/framework.ts";
import { estimateSchema } from "../findings.ts";

const count = z.number().int().min(0);

/** The same figure of sets of other emoji, as many and as probable as the studied ones. */
const matchedSchema = z.object({
  mean: z.number(),
  /** The middle 95 % of the sets' values. */
  low: z.number(),
  high: z.number(),
  /** Chance of a set's value to be at least that of the studied emoji. */
  p: z.number(),
  /** Sets. */
  n: count,
});

/** How a figure of the studied emoji compares with that of matched ones; null where no sets could be drawn. */
const studiedSchema = z.object({ studied: estimateSchema, matched: matchedSchema.nullable() });

const dependenceSchema = z.object({ moved: z.number(), apart: z.number(), p: z.number(), n: count });

const armSchema = z.object({
  id: z.string(),
  /** Sampled replies about the trait. */
  replies: count,
  /** Share of them with an emoji. */
  esr: estimateSchema,
  /** The tokens that most of them hold, an emoji being one; in lower case, without digits and punctuation. */
  frequent: z.object({
    tokens: z.array(z.object({ text: z.string(), emoji: z.boolean(), replies: count, count })),
    /** Emoji among them; n = replies. */
    emojiShare: estimateSchema,
    /** Share of the studied emoji that is among them. Null where there are no studied emoji. */
    overlap: studiedSchema.nullable(),
  }),
  /** The tokens that replies most probably begin with: means over wordings at temperature 1, nothing sampled. */
  first: z.object({
    tokens: z.array(
      z.object({
        id: count,
        text: z.string(),
        probability: z.number(),
        /** Probability that an emoji begins with it, once it has come. */
        emoji: z.number(),
      }),
    ),
    /** Tokens after which an emoji more likely than not begins, among them; n = wordings. */
    emojiShare: estimateSchema,
    /** Share of the studied emoji that one of them begins with certainty. Null where no token of the vocabulary does. */
    overlap: studiedSchema.nullable(),
  }),
  /** Probability that a reply begins with an emoji, all byte pieces chained: n = wordings. */
  mass: z.object({ trait: estimateSchema, opposite: estimateSchema, neutral: estimateSchema }),
  /** Of it that of the studied emoji together, asked about the trait. */
  studiedMass: studiedSchema.nullable(),
  /** The emoji that replies most probably begin with. */
  topEmoji: z.array(z.object({ emoji: z.string(), probability: z.number(), studied: z.boolean() })),
  /**
   * Whether what it says depends on the trait: by first tokens, by sampled replies, and by how much oftener replies hold one of the words
   * that the trait is named by than replies to the same wordings about its opposite. `heard`: whether that is enough to take the lists for an
   * answer.
   */
  dependence: z.object({
    first: dependenceSchema,
    replies: dependenceSchema,
    echo: estimateSchema,
    heard: z.boolean(),
  }),
  /** One sampled reply to each wording. */
  examples: z.array(z.object({ question: z.string(), reply: z.string() })),
});

const contrastSchema = z.object({
  arm: z.string(),
  against: z.string(),
  measure: z.enum(["frequent", "first", "mass"]),
  scale: z.enum(["difference", "ratio"]),
  estimate: estimateSchema,
});

/** What asking for tokens that stand for a trait gave. */
export const iclSchema = z.object({
  part: z.literal("icl"),
  trait: z.enum(traits),
  pole: z.enum(poles),
  /** Questions about the trait, one a wording. */
  wordings: z.array(z.string()),
  /** Samples a wording. */
  samples: count,
  /** Length of the lists. */
  top: count,
  /** Emoji that the studied persona wrote, as their beginnings tell them apart. */
  studied: z.array(z.string()),
  /** How many times more or less probable a matched emoji typically is, asked about a plain thing; null without sets. */
  matching: z.number().nullable(),
  /** The first is what the others are compared with. */
  arms: z.array(armSchema).min(1),
  contrasts: z.array(contrastSchema),
  warnings: z.array(z.string()),
});

export type IclFindings = z.infer<typeof iclSchema>;
export type IclArm = IclFindings["arms"][number];
export type AboutStudied = z.infer<typeof studiedSchema>;
