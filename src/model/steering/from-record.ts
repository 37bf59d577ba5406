import { badInput } from "../../base/errors.ts";
import { type Directions, directionTap } from "../directions/about.ts";
import { increments } from "../directions/increments.ts";
import { unitOf } from "../directions/vectors.ts";
import type { SteeringRecord } from "./record.ts";
import type { Steer } from "./types.ts";

/**
 * What a record means for a model, with the file of its vectors. `add` moves layer l by strength * median norm * v / |v|, several layers by
 * their {@link increments}. Throws "bad-input" for a layer or a median norm that the file lacks, and for what the kind needs and is not there.
 */
export function steersOf(record: SteeringRecord, directions: Directions): Steer[] {
  const { kind, layers, positions, strength, bounds } = record;
  const vectors = layers.map((layer) => [layer, unit(directions, layer)] as const);
  if (kind === "add") {
    if (strength === undefined) throw badInput("Steering that adds a vector needs a strength.");
    const moved = vectors.map(
      ([layer, v]) => [layer, v.map((x) => x * strength * medianNorm(directions, layer))] as const,
    );
    return increments(moved).map(([layer, vector]) => ({ kind, tap: directionTap(layer), vector, positions }));
  }
  if (kind !== "ablate" && bounds?.length !== layers.length)
    throw badInput(
      `Steering by ${kind} needs a bound for each of ${layers.length} layers, and has ${bounds?.length ?? 0}.`,
    );
  return vectors.map(([layer, direction], i) => {
    const at = kind === "ablate" ? 0 : bounds![i]!;
    const low = kind === "ceiling" ? Number.NEGATIVE_INFINITY : at;
    const high = kind === "floor" ? Number.POSITIVE_INFINITY : at;
    return { kind: "hold", tap: directionTap(layer), direction, low, high, positions };
  });
}

/** Length of what a strength of 1 adds at a layer: the median norm of its residual stream. */
export function medianNorm({ about }: Directions, layer: number): number {
  const median = about.medianNorms[directionTap(layer)];
  if (median !== undefined) return median;
  throw badInput(
    `The vector "${about.meaning}" does not say how long the residual stream is at layer ${layer}, which is the unit of strengths: make it again, or import it again with its model.`,
  );
}

function unit({ about, vectors }: Directions, layer: number): Float32Array {
  const vector = vectors.get(layer);
  if (!vector)
    throw badInput(
      `The vector "${about.meaning}" has no direction for layer ${layer}: it has those of ${[...vectors.keys()].join(", ")}.`,
    );
  return unitOf(vector);
}
