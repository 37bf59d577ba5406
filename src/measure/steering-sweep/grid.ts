/** How strongly, and behind which layer, a vector is added; strength in median norms of that layer's residual stream. */
export interface SteeringPoint {
  layer: number;
  strength: number;
}

/** Strengths of a sweep unless others are asked for: from a nudge to nearly as much as there was. */
export const usualStrengths: readonly number[] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

/** So many of the layers that a vector has, spread evenly over them: the middles of equal parts; all where there are no more. */
export function spreadLayers(layers: readonly number[], count: number): number[] {
  if (layers.length <= count) return [...layers];
  return Array.from({ length: count }, (_, i) => layers[Math.floor(((i + 0.5) * layers.length) / count)]!);
}

/** Every layer with every strength, and with `both` those turned round, from the weakest push back to the strongest push on. */
export function gridOf(layers: readonly number[], strengths: readonly number[], both: boolean): SteeringPoint[] {
  const forward = [...strengths].sort((a, b) => a - b);
  const all = both ? [...forward.map((strength) => -strength).reverse(), ...forward] : forward;
  return layers.flatMap((layer) => all.map((strength) => ({ layer, strength })));
}
