import { usage } from "../../base/errors.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import type { MeasureOptions } from "../../measure/instrument.ts";
import { keepUnder } from "../../measure/keep.ts";
import type { TraitScorer } from "../../measure/trait-score/types.ts";
import type { DirectionsAbout } from "../../model/directions/about.ts";
import { contrastTrait, findContrastTrait } from "../../trait/contrast/load.ts";
import type { Values } from "../command.ts";
import type { Context } from "../context.ts";
import type { OpenedModel } from "../open-model.ts";
import { serverOptions, serversOf } from "../servers.ts";
import { scorerOptions, traitOption } from "./options.ts";
import { type OpenedScorer, openScorer } from "./scorer.ts";

/** Options of commands that hold projections against scores, where a judge is named. */
export const scoringOptions = { trait: traitOption, ...scorerOptions, ...serverOptions };

type Given = Values<typeof scoringOptions> & {
  model: string;
  accuracy: Parameters<typeof openScorer>[0]["accuracy"];
  threads: number | undefined;
  out: string | undefined;
};

/** Who scores, opened before anything is computed. */
export interface OpenedScoring extends Pick<OpenedScorer, "inputs"> {
  settings: object;
  scorer(engine: Engine, options: MeasureOptions, maxNewTokens: number): Promise<TraitScorer | undefined>;
  /** One line about requests to servers; undefined where there were none. */
  spent(): string | undefined;
}

/**
 * Opens who scores answers for the trait of a vector, or for the one named; nobody unless --judge says who. Throws "usage" for a vector of no
 * bundled trait without --trait, and as `openScorer` does.
 */
export async function openScoring(
  given: Given,
  { trait: own }: Pick<DirectionsAbout, "trait">,
  model: OpenedModel,
  context: Context,
): Promise<OpenedScoring> {
  if (given.judge === undefined || given.judge.by === "none")
    return { inputs: {}, settings: {}, scorer: async () => undefined, spent: () => undefined };
  const trait = given.trait === undefined ? own && findContrastTrait(own.id) : contrastTrait(given.trait);
  if (trait === undefined)
    throw usage("The vector's file names no bundled trait to score: name one, or a trait file, with --trait.");
  const servers = serversOf(given, context);
  const opened = await openScorer(given, { model, pole: trait.pole }, servers, context);
  context.say(`${opened.reason}.`);
  return {
    inputs: opened.inputs,
    settings: { ...opened.settings, trait: trait.id },
    scorer: (engine, { keep, ...work }, maxNewTokens) =>
      opened.make(trait, { ...work, engine: async () => engine, keep: keepUnder(keep, "scorer"), maxNewTokens }),
    spent: () => servers.spent(),
  };
}
