import { z } from "zod";
import { estimateSchema } from "../findings.ts";
import { writers } from "../texts.ts";
import { lensPlaces } from "./places.ts";

const count = z.number().int().min(0);
const ends = z.array(z.number().nullable());

/** A number at each stream with its 95 % interval over texts; null is an end without a bound. */
const bandSchema = z.object({ value: z.array(z.number()), low: ends, high: ends });
export type Band = z.infer<typeof bandSchema>;

/** A depth in blocks with its interval, or why there is none. */
const depthSchema = z.union([estimateSchema, z.object({ undefined: z.string() })]);
export type Depth = z.infer<typeof depthSchema>;

const measureSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** Tokens that it adds up. */
  tokens: count,
  words: z.array(z.string()),
});

/** What is followed, in which texts, at which places. */
const keySchema = z.object({
  arm: z.string(),
  writer: z.enum(writers),
  place: z.enum(lensPlaces),
  measure: z.string(),
  /** Texts. */
  n: count,
});

const curveSchema = keySchema.extend({
  /** Probability of the measure at each stream: the mean of log-odds over a text's places and over texts, as a probability. */
  mass: bandSchema,
  /** Rank of the measure's most probable token, 1 the first: geometric mean; absent where it was not asked for. */
  rank: bandSchema.optional(),
  /** Mean probability at the last stream, which is the model's own output. */
  output: estimateSchema,
  /** Depth at which half of the way from the log-odds after the first block to the output's is behind. */
  half: depthSchema,
});
export type LayerCurve = z.infer<typeof curveSchema>;

const shiftSchema = keySchema.extend({
  against: z.string(),
  /** Odds under `arm` over odds under `against` at each stream, on the same texts: geometric mean. */
  odds: bandSchema,
  /** The same at the output. */
  output: estimateSchema,
  /** Depth at which half of the output's log ratio is reached. */
  half: depthSchema,
});
export type LayerShift = z.infer<typeof shiftSchema>;

export const layersFindingsSchema = z.object({
  /** Blocks of the model. */
  layers: count,
  /** Where the lens was held: taps in the order of computing, and how many blocks lie before each (between attention and MLP: a half more). */
  streams: z.array(z.string()),
  depths: z.array(z.number()),
  compared: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Texts by who wrote them, and how many places of each kind they have together. */
  texts: z.array(z.object({ writer: z.enum(writers), n: count, places: z.record(z.enum(lensPlaces), count) })),
  measures: z.array(measureSchema),
  curves: z.array(curveSchema),
  /** Each arm against those before it. */
  shifts: z.array(shiftSchema),
  warnings: z.array(z.string()),
});
export type LayersFindings = z.infer<typeof layersFindingsSchema>;
