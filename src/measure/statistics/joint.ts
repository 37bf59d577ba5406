import { type BootstrapOptions, bootstrap, drawResamples } from "./bootstrap.ts";
import type { Estimate } from "./estimate.ts";

/** Indices drawn of each thing that is resampled. */
export type Drawn<Thing extends string> = Record<Thing, Uint32Array>;

/**
 * A statistic with its percentile interval where several things are drawn anew together, each with replacement: questions and
 * tuning seeds, say. `sizes` tells how many there are of each; what is left out of it stays as it is. n = the number of the first.
 */
export function bootstrapJointly<Thing extends string>(
  sizes: Record<Thing, number>,
  statistic: (drawn: Drawn<Thing>) => number,
  { seed, resamples = 2000, stream = "joint" }: BootstrapOptions,
  support?: readonly [number, number],
): Estimate {
  const things = Object.keys(sizes) as Thing[];
  const width = things.reduce((sum, thing) => sum + sizes[thing], 0);
  const indices = new Uint32Array(resamples * width);
  const blocks: [Thing, number, number][] = [];
  for (const thing of things) {
    const start = blocks.at(-1)?.[2] ?? 0;
    const size = sizes[thing];
    blocks.push([thing, start, start + size]);
    const draws = drawResamples(size, { seed, resamples, stream: `${stream}/${thing}` });
    for (let draw = 0; draw < resamples; draw++)
      for (let i = 0; i < size; i++) indices[draw * width + start + i] = start + draws.indices[draw * size + i]!;
  }
  const parted = (joint: Uint32Array) =>
    Object.fromEntries(
      blocks.map(([thing, start, end]) => [thing, joint.subarray(start, end).map((i) => i - start)]),
    ) as Drawn<Thing>;
  const estimate = bootstrap({ n: width, count: resamples, indices }, (joint) => statistic(parted(joint)), support);
  return { ...estimate, n: sizes[things[0]!] };
}

/** Mean of `values` at `indices`, of those that are known; NaN where none is. */
export function meanAt(values: readonly (number | null)[], indices: Uint32Array): number {
  let [sum, known] = [0, 0];
  for (const i of indices) {
    const value = values[i]!;
    if (value === null) continue;
    sum += value;
    known++;
  }
  return known === 0 ? Number.NaN : sum / known;
}
