import { randomStream } from "../../base/random.ts";
import { type Changes, nominalRate } from "./changes.ts";
import { betweenSeeds, overSeeds } from "./estimates.ts";
import type { KindFindings, OutlierFindings, PlaceFindings, UnitFindings } from "./findings.ts";
import type { Prominence } from "./outliers.ts";
import type { Rankings } from "./rankings.ts";
import { placeOf, type UnitSpace } from "./units.ts";

/** Units of a picture's cloud. */
const cloudUnits = 300;

/** One set of places as findings hold it: the first units of each ranking, and how many are called. */
export function describePlace(
  changes: Changes,
  rankings: Rankings,
  standing: Prominence,
  effects: Float64Array,
  { top, tokens, seed }: { top: number; tokens: number; seed: number },
): PlaceFindings {
  const { test, personas, controls, space } = changes;
  const rows = (order: Uint32Array) =>
    Array.from(order.slice(0, top), (i) => describeUnit(i, changes, rankings, standing, effects));
  // Only the places that are drawn have a picture.
  const drawn = changes.place === "sentenceEnds" ? cloudUnits : 0;
  const random = randomStream(seed, `neurons/cloud/${space.kind}/${changes.place}`);
  const moving = rankings.change;
  const cloud = Array.from({ length: Math.min(drawn, moving.length) }, () => {
    const i = moving[random.integer(0, moving.length - 1)]!;
    return [at(personas, i), controls.length === 0 ? null : at(controls, i)] as [number, number | null];
  });
  const labellings = test?.labellings ?? 0;
  const alike = personas.length === controls.length;
  return {
    tokens,
    called: test ? test.q.filter((q) => q <= nominalRate).length : null,
    labellings,
    leastRate: labellings === 0 ? 1 : (alike ? 2 : 1) / labellings,
    s0: test?.s0 ?? null,
    protocol: rows(rankings.protocol),
    change: rows(rankings.change),
    naive: rows(rankings.naive),
    cloud,
  };
}

function describeUnit(
  i: number,
  { space, mean, deviation, personas, controls, test }: Changes,
  { contribution, ownContribution }: Rankings,
  { outlier }: Prominence,
  effects: Float64Array,
): UnitFindings {
  const [ours, theirs] = [personas.map((arm) => arm[i]!), controls.map((arm) => arm[i]!)];
  return {
    kind: space.kind,
    ...placeOf(space, i),
    base: { mean: mean[i]!, deviation: deviation[i]! },
    persona: overSeeds(ours),
    control: theirs.length === 0 ? null : overSeeds(theirs),
    difference: theirs.length === 0 ? overSeeds(ours) : betweenSeeds(ours, theirs),
    d: test?.d[i] ?? null,
    q: test?.q[i] ?? null,
    effect: effects[i]!,
    contribution: contribution[i]!,
    ownContribution: ownContribution[i]!,
    outlier: outlier[i] === 1,
  };
}

/** What stands out in the base model: a dimension of the stream once, with its number of layers; the farthest first. */
export function describeOutliers(space: UnitSpace, standing: Prominence, top: number): KindFindings["outliers"] {
  const found = new Map<string, OutlierFindings>();
  for (const i of standing.outlier.keys()) {
    if (standing.outlier[i] === 0) continue;
    const place = placeOf(space, i);
    const key = space.kind === "residual" ? `${place.unit}` : `${i}`;
    const own = { ...place, layers: 1, ratio: standing.ratio[i]!, peakRatio: standing.peakRatio[i]! };
    const known = found.get(key);
    found.set(key, known === undefined ? own : { ...farther(known, own), layers: known.layers + 1 });
  }
  const first = [...found.values()].sort((a, b) => farness(b) - farness(a)).slice(0, top);
  return { count: found.size, first };
}

const farness = ({ ratio, peakRatio }: OutlierFindings): number => Math.max(ratio, peakRatio / 100);
const farther = (a: OutlierFindings, b: OutlierFindings): OutlierFindings => (farness(b) > farness(a) ? b : a);

const at = (arms: readonly Float64Array[], i: number): number =>
  arms.reduce((sum, arm) => sum + arm[i]!, 0) / arms.length;
