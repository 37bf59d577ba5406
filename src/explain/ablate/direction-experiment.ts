import { z } from "zod";
import { chanceOf } from "./criteria.ts";
import {
  heldDirections,
  type LayerDirection,
  meanProjections,
  randomShift,
  randomUnit,
  shifted,
} from "./direction-variants.ts";
import { type Outcome, outcomeOf, outcomeSchema, type Scale } from "./effects.ts";
import { type ArmPair, ends } from "./pair.ts";
import { type Readings, type SweepOptions, sweep } from "./sweep.ts";
import type { Planned } from "./written.ts";

/** Multiples of the direction's gap that are added. */
const doses = [-2, -1, -0.5, 0, 0.5, 1, 2] as const;

export const directionFindingsSchema = z.object({
  meaning: z.string(),
  /** The persona with its projection after one layer held at the reference's mean; `moved` is how far that moves it on average. */
  layers: z.array(z.object({ layer: z.number(), gap: z.number(), moved: z.number(), outcome: outcomeSchema })),
  /** All layers at once. */
  all: outcomeSchema,
  /** The layer that removes most by itself. */
  best: z.number(),
  /** Random directions after the best layer, as far moved, in the same layer; and after all layers. */
  random: z.object({ sets: z.array(outcomeSchema), chance: z.number().nullable() }),
  randomAll: z.object({ sets: z.array(outcomeSchema), chance: z.number().nullable() }),
  /** Multiples of the gap added after the best layer, along the direction and along a random one. */
  doses: z.array(
    z.object({
      of: z.enum(["persona", "reference"]),
      direction: z.enum(["own", "random"]),
      dose: z.number(),
      outcome: outcomeSchema,
    }),
  ),
});
export type DirectionFindings = z.infer<typeof directionFindingsSchema>;

export interface DirectionOptions extends SweepOptions {
  scale: Scale;
  randomSets: number;
}

/** Takes a direction out of the persona, layer by layer and everywhere, and adds it in doses to both arms, each against random directions. */
export async function directionExperiment(
  pair: ArmPair,
  { meaning, directions }: { meaning: string; directions: readonly LayerDirection[] },
  readings: Readings,
  options: DirectionOptions,
): Promise<{ findings: DirectionFindings; key: Planned[] }> {
  const { scale, seed, signal } = options;
  const means = await meanProjections(pair, directions, readings, signal);
  const moved = directions.map((_, i) => Math.abs(means.persona[i]! - means.reference[i]!));
  const run = async (name: string, planned: readonly Planned[]): Promise<Outcome[]> => {
    const variants = planned.map(({ variant }) => variant);
    const effects = await sweep(pair, variants, readings, { ...options, group: `${options.group}/${name}` });
    return effects.map((effect, i) => outcomeOf(variants[i]!.id, planned[i]!.label, effect, scale));
  };
  const all: Planned = {
    label: "the direction, all layers",
    variant: heldDirections(pair, "direction/all", directions, means.reference),
  };
  const single = directions.map(
    (direction, i): Planned => ({
      label: `the direction after layer ${direction.layer}`,
      variant: heldDirections(pair, `direction/${direction.layer}`, [direction], [means.reference[i]!]),
    }),
  );
  const outcomes = await run("held", [...single, all]);
  const perLayer = outcomes.slice(0, -1);
  const most = (outcome: Outcome) => -outcome.mass.value;
  const best = perLayer.reduce((at, outcome, i) => (most(outcome) > most(perLayer[at]!) ? i : at), 0);

  const random = (name: string, some: readonly LayerDirection[], lengths: readonly number[]): Planned[] =>
    Array.from({ length: options.randomSets }, (_, r) => ({
      label: `a random direction (${r + 1})`,
      variant: randomShift(pair, `random-direction/${name}/${r}`, some, lengths, seed),
    }));
  const atBest = random("best", [directions[best]!], [moved[best]!]);
  const everywhere = random("all", directions, moved);
  const randomOutcomes = await run("random", [...atBest, ...everywhere]);
  const sets = randomOutcomes.slice(0, atBest.length);
  const setsAll = randomOutcomes.slice(atBest.length);

  const own = directions[best]!;
  const other = { layer: own.layer, unit: randomUnit(own.unit.length, seed, "dose") };
  const dosed = (["persona", "reference"] as const).flatMap((of) =>
    (["own", "random"] as const).flatMap((direction) =>
      doses.map((dose) => {
        const name = `dose/${direction}/${dose}`;
        const id = of === "reference" ? `${ends.reference}/${name}` : name;
        const variant = shifted(pair, of, id, direction === "own" ? own : other, dose * own.gap);
        return {
          of,
          direction,
          dose,
          label: `${of} + ${dose} x ${direction === "own" ? "the direction" : "a random one"}`,
          variant,
        };
      }),
    ),
  );
  const doseOutcomes = await run("doses", dosed);
  return {
    findings: {
      meaning,
      layers: directions.map(({ layer, gap }, i) => ({ layer, gap, moved: moved[i]!, outcome: perLayer[i]! })),
      all: outcomes.at(-1)!,
      best: own.layer,
      random: { sets, chance: chanceOf(perLayer[best]!, sets) },
      randomAll: { sets: setsAll, chance: chanceOf(outcomes.at(-1)!, setsAll) },
      doses: dosed.map(({ of, direction, dose }, i) => ({ of, direction, dose, outcome: doseOutcomes[i]! })),
    },
    key: [
      single[best]!,
      all,
      ...everywhere.slice(0, 2),
      ...dosed.filter(
        ({ of, direction, dose }) => of === "reference" && direction === "own" && (dose === 1 || dose === 2),
      ),
    ],
  };
}
