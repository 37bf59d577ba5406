import { normals, randomStream } from "../../base/random.ts";
import { captureTask } from "../../model/capture/capture-task.ts";
import type { Edit, Variant } from "../../model/edit/types.ts";
import { type ArmPair, editedArm } from "./pair.ts";
import type { Readings } from "./sweep.ts";

/** A direction of the residual stream after each of some layers: of length 1, with how far the means that made it are apart along it. */
export interface LayerDirection {
  layer: number;
  unit: Float32Array;
  gap: number;
}

/** The tap that a layer's direction lies in. */
export const streamTap = (layer: number): string => `layers.${layer}.resid_post`;

/** Mean projections on directions, by direction, at the last tokens of the readings' texts. */
export async function meanProjections(
  pair: ArmPair,
  directions: readonly LayerDirection[],
  { texts }: Pick<Readings, "texts">,
  signal: AbortSignal | undefined,
): Promise<Record<keyof ArmPair, number[]>> {
  const project = async (of: keyof ArmPair) => {
    const { respondent } = pair[of];
    const sums = directions.map(() => 0);
    await respondent.local.engine.run(
      captureTask,
      {
        model: respondent.local.spec,
        taps: directions.map(({ layer }) => streamTap(layer)),
        texts: texts.map(({ id, asked, ids }) => ({
          id,
          messages: respondent.chat(asked),
          response: ids,
          spans: [{ part: "response" as const, start: -1, reduce: "last" as const }],
        })),
      },
      {
        signal,
        onEvent: ({ taps }) => {
          for (const [i, { layer, unit }] of directions.entries())
            sums[i]! += dot(taps[streamTap(layer)]![0]!, unit) / texts.length;
        },
      },
    );
    return sums;
  };
  return { reference: await project("reference"), persona: await project("persona") };
}

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** The persona with its projections on directions held at the reference's means. */
export const heldDirections = (
  pair: ArmPair,
  id: string,
  directions: readonly LayerDirection[],
  means: readonly number[],
): Variant =>
  editedArm(
    pair,
    "persona",
    id,
    directions.map(
      ({ layer, unit }, i): Edit => ({
        kind: "hold",
        tap: streamTap(layer),
        direction: unit,
        low: means[i]!,
        high: means[i]!,
      }),
    ),
  );

/** The persona with vectors added that are as long as what {@link heldDirections} takes away on average, in random directions. */
export const randomShift = (
  pair: ArmPair,
  id: string,
  directions: readonly LayerDirection[],
  lengths: readonly number[],
  seed: number,
): Variant =>
  editedArm(
    pair,
    "persona",
    id,
    directions.map(({ layer, unit }, i) => added(layer, randomUnit(unit.length, seed, `${id}/${layer}`), lengths[i]!)),
  );

/** An arm with a multiple of a vector added after a layer. */
export const shifted = (
  pair: ArmPair,
  of: keyof ArmPair,
  id: string,
  { layer, unit }: Pick<LayerDirection, "layer" | "unit">,
  length: number,
): Variant => editedArm(pair, of, id, [added(layer, unit, length)]);

const added = (layer: number, unit: Float32Array, length: number): Edit => ({
  kind: "add",
  tap: streamTap(layer),
  vector: unit.map((value) => value * length),
});

/** A vector of length 1 in a random direction. */
export function randomUnit(width: number, seed: number, name: string): Float32Array {
  const draws = normals(width, randomStream(seed, `direction/${name}`));
  const norm = Math.hypot(...draws);
  return Float32Array.from(draws, (value) => value / norm);
}
