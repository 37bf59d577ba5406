import { z } from "zod";
import { positions } from "./types.ts";

/** What can be done along a vector: move by it, take it out, hold it at a mean, keep it from falling or from rising. */
export const steeringKinds = ["add", "ablate", "mean-ablate", "floor", "ceiling"] as const;
export type SteeringKind = (typeof steeringKinds)[number];

/** What a persona says of one vector that steers it. */
export const steeringRecord = z.object({
  /** A file of directions beside `persona.json`. */
  vectors: z.string().regex(/^[\w-][\w.-]*\.safetensors$/),
  /** What + means there. */
  meaning: z.string(),
  kind: z.enum(steeringKinds),
  /** Ascending, at least one. */
  layers: z.array(z.int().min(0)).min(1),
  /** Of `add`: in median norms of each layer's residual stream. */
  strength: z.number().optional(),
  /** Of `mean-ablate`, `floor` and `ceiling`: the projection on the unit vector, by layer in their order, raw. */
  bounds: z.array(z.number()).optional(),
  positions: z.enum(positions),
});

export type SteeringRecord = z.output<typeof steeringRecord>;
