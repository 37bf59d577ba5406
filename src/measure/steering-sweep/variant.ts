import type { Directions } from "../../model/directions/about.ts";
import type { Variant } from "../../model/edit/types.ts";
import { steersOf } from "../../model/steering/from-record.ts";
import type { SteeringRecord } from "../../model/steering/record.ts";
import type { Positions } from "../../model/steering/types.ts";
import type { SteeringPoint } from "./grid.ts";

/**
 * The model with a vector added behind one layer, as `induce steer` adds it; a strength of 0 adds a vector of zeros on the same way. Throws
 * "bad-input" as `steersOf` does.
 */
export function steeredVariant(
  id: string,
  directions: Directions,
  { layer, strength }: SteeringPoint,
  positions: Positions,
): Variant {
  const { meaning } = directions.about;
  const record: SteeringRecord = {
    vectors: "vector.safetensors",
    meaning,
    kind: "add",
    layers: [layer],
    strength,
    positions,
  };
  const edits = steersOf(record, directions).map(({ positions: _, ...edit }) => edit);
  return { id, edits, where: positions };
}
