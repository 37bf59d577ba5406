import { z } from "zod";
import { badInput } from "../../base/errors.ts";
import { chanceOf, keepsTrait, removes } from "./criteria.ts";
import { type Outcome, outcomeOf, outcomeSchema, type Scale } from "./effects.ts";
import { type ArmPair, editedArm, ends } from "./pair.ts";
import { type Readings, type SweepOptions, sweep } from "./sweep.ts";
import { type Clamp, clampEdits, clamps, matchedSet, type Neuron, type NeuronFacts, setSizes } from "./unit-sets.ts";
import type { Planned } from "./written.ts";

const neuron = z.object({ layer: z.number(), unit: z.number() });

export const neuronFindingsSchema = z.object({
  ranking: z.string(),
  /** Candidates, and all neurons of the model. */
  candidates: z.number(),
  total: z.number(),
  /** The persona with its k most suspected neurons held; k = `total` holds all there are. */
  sizes: z.array(z.object({ k: z.number(), clamp: z.enum(clamps), outcome: outcomeSchema })),
  /** The fewest that, held at the reference's values, remove the emoji; null where no number tried does. */
  smallest: z
    .object({ k: z.number(), neurons: z.array(neuron), outcome: outcomeSchema, keepsTrait: z.boolean().nullable() })
    .nullable(),
  /** Random sets matched in layer and size of change, as many neurons as the smallest set or, without one, the largest set with a match. */
  random: z
    .object({ k: z.number(), own: outcomeSchema, sets: z.array(outcomeSchema), chance: z.number().nullable() })
    .nullable(),
  singles: z.array(z.object({ neuron, own: outcomeSchema, random: outcomeSchema.nullable() })),
  /** The other way round: the reference given the persona's values of the set, of random sets, of all neurons. */
  transplants: z.array(outcomeSchema),
});
export type NeuronFindings = z.infer<typeof neuronFindingsSchema>;

export interface NeuronOptions extends SweepOptions {
  scale: Scale;
  randomSets: number;
  singles: number;
}

/**
 * Holds more and more of the suspected neurons until the emoji are gone, and asks whether the trait stays, what matched random neurons do, and
 * whether the reference writes emoji when it is given the persona's values. Throws "bad-input" for no suspect, and for more than there are neurons.
 */
export async function neuronExperiment(
  pair: ArmPair,
  facts: NeuronFacts,
  readings: Readings,
  options: NeuronOptions,
): Promise<{ findings: NeuronFindings; key: Planned[] }> {
  const { scale, seed } = options;
  const total = facts.changes.reduce((sum, { length }) => sum + length, 0);
  refuse(facts.ranked.length, total);
  const everything = facts.changes.flatMap((layer, at) => Array.from(layer.keys(), (unit) => ({ layer: at, unit })));
  const top = (k: number): Neuron[] => (k === total ? everything : facts.ranked.slice(0, k));
  const held = (id: string, set: readonly Neuron[], clamp: Clamp = "take") =>
    editedArm(pair, "persona", id, clampEdits(set, clamp, facts));
  const given = (id: string, set: readonly Neuron[]) =>
    editedArm(pair, "reference", `${ends.reference}/${id}`, clampEdits(set, "take", facts));
  const run = async (name: string, planned: readonly Planned[]): Promise<Outcome[]> => {
    const variants = planned.map(({ variant }) => variant);
    const effects = await sweep(pair, variants, readings, { ...options, group: `${options.group}/${name}` });
    return effects.map((effect, i) => outcomeOf(variants[i]!.id, planned[i]!.label, effect, scale));
  };
  const topVariant = (k: number, clamp: Clamp = "take"): Planned => ({
    label: k === total ? `all ${total} neurons` : `the top ${neurons(k)}`,
    variant: held(`top-${k}/${clamp}`, top(k), clamp),
  });

  const ks = [...new Set([...setSizes(facts.ranked.length), total])];
  const tried = ks.map((k) => ({ k, clamp: "take" as Clamp }));
  const outcomes = await run(
    "sizes",
    tried.map(({ k, clamp }) => topVariant(k, clamp)),
  );
  const takes = tried.map((own, i) => ({ ...own, outcome: outcomes[i]! }));
  const first = takes.findIndex(({ outcome }) => removes(outcome));
  const between = first > 0 ? sizesBetween(takes[first - 1]!.k, takes[first]!.k) : [];
  const finer = await run(
    "finer",
    between.map((k) => topVariant(k)),
  );
  const candidates = [
    ...finer.map((outcome, i) => ({ k: between[i]!, outcome })),
    ...(first >= 0 ? [takes[first]!] : []),
  ];
  const found = candidates.find(({ outcome }) => removes(outcome));
  const smallest = found && {
    k: found.k,
    neurons: top(found.k).slice(0, 64),
    outcome: found.outcome,
    keepsTrait: keepsTrait(found.outcome) ?? null,
  };

  const matched = (set: readonly Neuron[], name: string) => matchedSet(set, facts, { seed, name });
  const k = comparable(found?.k ?? facts.ranked.length, total, ks);
  const sets = Array.from({ length: options.randomSets }, (_, r) => matched(top(k), `set/${r}`)).filter(
    (set) => set !== undefined,
  );
  const randomOutcomes = await run(
    "random",
    sets.map((set, r) => ({ label: `random ${neurons(k)} (${r + 1})`, variant: held(`random-${k}/${r}`, set) })),
  );
  // Zero and the mean are cruder than the reference's own values: they are tried at three sizes.
  const crude = [...new Set([Math.max(1, Math.round(k / 4)), k, total])].flatMap((size) =>
    (["zero", "mean"] as const).map((clamp) => ({ k: size, clamp })),
  );
  const [own, ...crudeOutcomes] = await run("clamps", [
    topVariant(k),
    ...crude.map((one) => topVariant(one.k, one.clamp)),
  ]);

  const singles = facts.ranked.slice(0, options.singles);
  const others = singles.map((one, i) => matched([one], `single/${i}`));
  const name = ({ layer, unit }: Neuron) => `neuron ${unit} of layer ${layer}`;
  const alone = await run(
    "singles",
    singles.flatMap((one, i) => [
      { label: name(one), variant: held(`single/${i}`, [one]) },
      ...(others[i] ? [{ label: name(others[i][0]!), variant: held(`single-random/${i}`, others[i]) }] : []),
    ]),
  );
  const byId = new Map(alone.map((outcome) => [outcome.id, outcome]));
  const transplanted: Planned[] = [
    { label: `the reference given the top ${k === 1 ? "neuron" : k}`, variant: given(`top-${k}`, top(k)) },
    ...sets.slice(0, 5).map((set, r) => ({
      label: `the reference given random ${neurons(k)} (${r + 1})`,
      variant: given(`random-${k}/${r}`, set),
    })),
    { label: "the reference given all neurons", variant: given("all", everything) },
  ];
  const transplants = await run("transplants", transplanted);
  return {
    findings: {
      ranking: facts.ranking,
      candidates: facts.ranked.length,
      total,
      sizes: [
        ...takes,
        ...finer.map((outcome, i) => ({ k: between[i]!, clamp: "take" as const, outcome })),
        ...crude.map((one, i) => ({ ...one, outcome: crudeOutcomes[i]! })),
      ].sort((a, b) => a.k - b.k),
      smallest: smallest ?? null,
      random: sets.length > 0 ? { k, own: own!, sets: randomOutcomes, chance: chanceOf(own!, randomOutcomes) } : null,
      singles: singles.map((one, i) => ({
        neuron: one,
        own: byId.get(`single/${i}`)!,
        random: byId.get(`single-random/${i}`) ?? null,
      })),
      transplants,
    },
    key: [
      topVariant(k),
      ...sets
        .slice(0, 2)
        .map((set, r) => ({ label: `random ${neurons(k)} (${r + 1})`, variant: held(`random-${k}/${r}`, set) })),
      topVariant(total),
      transplanted[0]!,
      transplanted.at(-1)!,
    ],
  };
}

const neurons = (k: number): string => (k === 1 ? "neuron" : `${k} neurons`);

function refuse(suspects: number, total: number): void {
  if (suspects === 0) throw badInput("No neuron is suspected: name at least one to hold.");
  if (suspects > total)
    throw badInput(
      `${suspects} neurons are suspected, and the model's MLPs have ${total} in all: name at most ${total}.`,
    );
}

/** Up to 7 sizes between two, so that the fewest is found more closely. */
function sizesBetween(low: number, high: number): number[] {
  const steps = Math.min(7, high - low - 1);
  return [
    ...new Set(Array.from({ length: steps }, (_, i) => low + Math.round(((i + 1) * (high - low)) / (steps + 1)))),
  ].filter((k) => k > low && k < high);
}

/** The size at which sets are compared with random ones: at most a quarter of all neurons, so that others are left to draw. */
const comparable = (k: number, total: number, sizes: readonly number[]): number =>
  k <= total / 4 ? k : Math.max(1, ...sizes.filter((size) => size <= total / 4));
