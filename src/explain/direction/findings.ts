import { z } from "zod";
import { estimateSchema } from "../findings.ts";

const count = z.number().int().min(0);
const side = z.object({ texts: count, places: count });

const layerSchema = z.object({
  layer: count,
  /** Length of the direction, the median length of the residual stream at the places, and their ratio. */
  norm: z.number(),
  medianNorm: z.number(),
  share: z.number(),
  /**
   * Cosine of the directions of two halves of the texts: the mean over splits, and the 2.5 % and 97.5 % points of the splits; n = splits.
   * Near 1 the texts suffice; near 0 they say nothing.
   */
  splitHalf: estimateSchema.nullable(),
});

/** What a difference of means rests on, and how far to trust it. */
export const directionFindingsSchema = z.object({
  meaning: z.string(),
  positions: z.string(),
  counts: z.object({ positive: side, negative: side }),
  layers: z.array(layerSchema),
  warnings: z.array(z.string()),
});
export type DirectionFindings = z.infer<typeof directionFindingsSchema>;
