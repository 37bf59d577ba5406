import { badInput } from "../../base/errors.ts";
import { type Directions, directionTap } from "../../model/directions/about.ts";
import { unitOf } from "../../model/directions/vectors.ts";

/** A vector and what it is called: "extraversion". */
export interface NamedDirections {
  name: string;
  directions: Directions;
}

/** One direction at one layer, to project onto. */
export interface ProjectionAxis {
  /** Unique among those projected onto: "extraversion@5". */
  id: string;
  vector: string;
  layer: number;
  /** f32 [d_model], of length 1. */
  unit: Float32Array;
  /** Median norm of the layer's residual stream, where the vector's file says it: the unit in which strengths are given. */
  medianNorm: number | null;
}

/** The axes of vectors at some layers, all of theirs where left out. Throws "bad-input" for a layer that a vector has not, or two vectors of one name. */
export function axesOf(vectors: readonly NamedDirections[], layers?: readonly number[]): ProjectionAxis[] {
  const names = vectors.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw badInput(`Two vectors are called "${twice}": give each once, or rename a file.`);
  return vectors.flatMap((vector) => (layers ?? [...vector.directions.vectors.keys()]).map((at) => axisOf(vector, at)));
}

function axisOf({ name, directions: { vectors, about } }: NamedDirections, layer: number): ProjectionAxis {
  const vector = vectors.get(layer);
  if (vector === undefined)
    throw badInput(`The vector "${name}" has no layer ${layer}: it has ${[...vectors.keys()].join(", ")}.`);
  return {
    id: `${name}@${layer}`,
    vector: name,
    layer,
    unit: unitOf(vector),
    medianNorm: about.medianNorms[directionTap(layer)] ?? null,
  };
}
