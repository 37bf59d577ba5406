import { sam } from "../../measure/statistics/sam.ts";
import type { Activations, BaseActivations } from "./activations.ts";
import type { PlaceSet } from "./places.ts";
import type { UnitSpace } from "./units.ts";

/** False-discovery rate at which units are called: the least that three seeds a side can reach (2 of their 20 labellings). */
export const nominalRate = 0.1;
/** Seeds needed a side: with two, no rate below 1 in 3 can be reached. */
export const fewestSeeds = 3;

/** Who read the texts. */
export interface ReadArms {
  base: BaseActivations;
  /** One a seed. */
  personas: readonly Activations[];
  controls: readonly Activations[];
}

/** Whether there are seeds enough to tell discoveries. */
export const canTell = ({
  personas,
  controls,
}: {
  personas: readonly unknown[];
  controls: readonly unknown[];
}): boolean => personas.length >= fewestSeeds && controls.length >= fewestSeeds;

/** What tuning did to the units of a space at a set of places; vectors [units]. */
export interface Changes {
  space: UnitSpace;
  place: PlaceSet;
  /** The base model's. */
  mean: Float64Array;
  /** The base model's standard deviation over all tokens of the answers: the unit that changes are told in, wherever they are read. */
  deviation: Float64Array;
  /** 1 for a unit that the base model never moves: a change has no scale there, and it is left out of rankings. */
  still: Uint8Array;
  /** (mean of an arm - mean of the base) / deviation, for each seed. */
  personas: readonly Float64Array[];
  controls: readonly Float64Array[];
  /** Mean over the personas' seeds less mean over the controls'. */
  difference: Float64Array;
  /** By permuting the arms' labels; undefined with fewer than {@link fewestSeeds} seeds a side. */
  test?: { d: Float64Array; q: Float64Array; s0: number; labellings: number };
}

/** Below this share of its root mean square, a deviation is rounding. */
const leastSpread = 1e-3;

/** The change of each unit in a set of places, and whether it differs between persona and control beyond what seeds do. */
export function changesOf(arms: ReadArms, space: UnitSpace, place: PlaceSet, seed: number): Changes {
  const own = (of: Activations) => inSpace(space, of.means[space.kind][place]);
  const mean = own(arms.base);
  const level = inSpace(space, arms.base.means[space.kind].tokens);
  const deviation = inSpace(space, arms.base.deviations[space.kind].tokens);
  const still = Uint8Array.from(deviation, (x, i) => (x > leastSpread * Math.hypot(level[i]!, x) ? 0 : 1));
  const change = (arm: Activations) =>
    own(arm).map((value, i) => (still[i] === 1 ? 0 : (value - mean[i]!) / deviation[i]!));
  const [personas, controls] = [arms.personas.map(change), arms.controls.map(change)];
  const [ours, theirs] = [meanOf(personas, space.count), meanOf(controls, space.count)];
  return {
    space,
    place,
    mean,
    deviation,
    still,
    personas,
    controls,
    difference: ours.map((value, i) => value - theirs[i]!),
    ...(canTell(arms) && { test: sam(personas, controls, { seed }) }),
  };
}

/** Of a vector over all layers, the units of the space's. */
export function inSpace({ layers, width, count }: UnitSpace, whole: Float64Array): Float64Array {
  const out = new Float64Array(count);
  for (const [i, layer] of layers.entries()) out.set(whole.subarray(layer * width, (layer + 1) * width), i * width);
  return out;
}

/** Mean of vectors; zeros of none. */
export function meanOf(vectors: readonly Float64Array[], length: number): Float64Array {
  const out = new Float64Array(length);
  for (const vector of vectors) for (let i = 0; i < length; i++) out[i]! += vector[i]! / vectors.length;
  return out;
}
