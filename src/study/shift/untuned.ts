import { join } from "node:path";
import { norm } from "../../model/directions/vectors.ts";
import { medianNorm, steersOf } from "../../model/steering/from-record.ts";
import type { Steer } from "../../model/steering/types.ts";
import { traitPole } from "../../trait/big-five.ts";
import { parseTrait } from "../../trait/parse.ts";
import { untunedPersona } from "../personas.ts";
import { observe } from "./observe.ts";
import type { ShiftOutcome, Studying } from "./outcomes.ts";
import { afterwardsOf, armId } from "./plan.ts";
import { rowsFor, subject, trainingSet } from "./tuned.ts";
import type { PoleVector } from "./vectors.ts";

/** Plain adapters, steered against the vector at its layer by as much as prevention adds while tuning. */
export async function afterwards({ options, observing, vectors }: Studying, plain: readonly ShiftOutcome[]) {
  const { config } = options;
  if (!config.methods.includes("afterwards")) return [];
  const outcomes: ShiftOutcome[] = [];
  for (const { share, seed, strength, dose } of afterwardsOf(config)) {
    options.signal?.throwIfAborted();
    const { tuning } = plain.find(({ plan }) => plan!.share === share && plan!.seed === seed)!;
    const id = `${armId("afterwards", share, dose)}/seed${seed}`;
    const adapter = join(options.run.personaFolder(`${armId("plain", share)}/seed${seed}`), "adapter");
    const steering = against(vectors[0]!, strength);
    const own = subject(id, options, { adapter, steering });
    const planned = {
      id,
      method: "afterwards" as const,
      pole: config.trait,
      share,
      seed,
      ...(dose !== undefined && { dose }),
    };
    const observation = await observe(id, own, trainingSet(rowsFor(planned, options)), observing, options);
    outcomes.push({ plan: planned, method: "afterwards", tuning: tuning!, observation });
  }
  return outcomes;
}

/** What `induce steer --strength -x` would make of a vector. */
function against({ directions, layer }: PoleVector, strength: number): Steer[] {
  const raw = norm(directions.vectors.get(layer)!) / medianNorm(directions, layer);
  const { meaning } = directions.about;
  return steersOf(
    {
      vectors: "trait.safetensors",
      meaning,
      kind: "add",
      layers: [layer],
      strength: -strength * raw,
      positions: "all",
    },
    directions,
  );
}

/** The model asked by the persona prompt of the study's pole. */
export async function promptedOutcome({ options, observing }: Studying): Promise<ShiftOutcome> {
  const { trait, pole } = parseTrait(options.config.trait.replace("/", ":"));
  const { texts } = untunedPersona("prompt", traitPole(trait, pole), options.answers);
  const own = subject("prompt", options, {}, texts);
  return { plan: null, method: "prompt", observation: await observe("prompt", own, undefined, observing, options) };
}
