import { randomStream } from "../../base/random.ts";
import type { Edit } from "../../model/edit/types.ts";

/** A neuron of a layer's MLP. */
export interface Neuron {
  layer: number;
  unit: number;
}

/** What is known of all neurons, [layers][d_mlp]. */
export interface NeuronFacts {
  /** Candidates, the most suspected first: any number of all neurons. */
  ranked: readonly Neuron[];
  /** How the ranking was made, for reports. */
  ranking: string;
  /** Mean activation of the reference at the places that matter: what "mean" clamps to. */
  means: readonly Float64Array[];
  /** How far the persona's mean is from the reference's, in activations: random sets are matched in it. */
  changes: readonly Float64Array[];
}

/** Sizes of the sets that are tried: 1, 2, 4 ... up to 64, then by four, and all candidates. */
export function setSizes(candidates: number): number[] {
  const sizes: number[] = [];
  for (let k = 1; k < candidates; k *= k < 64 ? 2 : 4) sizes.push(k);
  return [...sizes, candidates];
}

/** The tap of a layer's neurons. */
const neuronTap = (layer: number): string => `layers.${layer}.mlp.act`;

/** Neurons by layer, ascending. */
export function byLayer(neurons: readonly Neuron[]): [layer: number, units: number[]][] {
  const layers = new Map<number, number[]>();
  for (const { layer, unit } of neurons) layers.set(layer, [...(layers.get(layer) ?? []), unit]);
  return [...layers].sort(([a], [b]) => a - b).map(([layer, units]) => [layer, units.sort((a, b) => a - b)]);
}

/** How neurons are held: at the values of the other arm on the same tokens, at 0, or at the reference's mean. */
export const clamps = ["take", "zero", "mean"] as const;
export type Clamp = (typeof clamps)[number];

/** The edits that hold neurons. */
export const clampEdits = (neurons: readonly Neuron[], clamp: Clamp, { means }: Pick<NeuronFacts, "means">): Edit[] =>
  byLayer(neurons).map(([layer, units]): Edit => {
    const tap = neuronTap(layer);
    if (clamp === "take") return { kind: "take", tap, units };
    if (clamp === "zero") return { kind: "scale", tap, units, factor: 0 };
    return { kind: "set", tap, units, values: units.map((unit) => means[layer]![unit]!) };
  });

/** How many neurons of like change a random one is drawn from. */
const neighbours = 24;

/**
 * A random set matched to a set: for each neuron another of the same layer, drawn from the {@link neighbours} whose change is nearest to its
 * own in size, none of the set and none twice. Undefined where a layer has too few neurons left.
 */
export function matchedSet(
  set: readonly Neuron[],
  { changes }: Pick<NeuronFacts, "changes">,
  { seed, name }: { seed: number; name: string },
): Neuron[] | undefined {
  const stream = randomStream(seed, `matched/${name}`);
  const taken = new Set(set.map(({ layer, unit }) => `${layer}.${unit}`));
  const drawn: Neuron[] = [];
  for (const { layer, unit } of set) {
    const own = Math.abs(changes[layer]![unit]!);
    const free = Array.from(changes[layer]!.keys()).filter((other) => !taken.has(`${layer}.${other}`));
    if (free.length === 0) return undefined;
    const distance = (other: number) => Math.abs(Math.abs(changes[layer]![other]!) - own);
    const near = free.sort((a, b) => distance(a) - distance(b) || a - b).slice(0, neighbours);
    const chosen = near[stream.integer(0, near.length - 1)]!;
    taken.add(`${layer}.${chosen}`);
    drawn.push({ layer, unit: chosen });
  }
  return drawn;
}
