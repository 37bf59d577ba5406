import type { AskOptions } from "../../measure/answers.ts";
import type { WorkOptions } from "../../measure/respondent.ts";
import { refuseUnlikeTokenizers } from "../same-tokenizer.ts";
import { adapterParts } from "./adapter-variants.ts";
import { criteria } from "./criteria.ts";
import { directionExperiment } from "./direction-experiment.ts";
import type { LayerDirection } from "./direction-variants.ts";
import { gapOf, outcomeOf, scaleOf } from "./effects.ts";
import type { AblateFindings } from "./findings.ts";
import { neuronExperiment } from "./neuron-experiment.ts";
import { type ArmPair, ends, endVariants } from "./pair.ts";
import { readable } from "./readings.ts";
import { type Readings, sweep } from "./sweep.ts";
import type { NeuronFacts } from "./unit-sets.ts";
import { warningsOf } from "./warnings.ts";
import { type Planned, type TraitReading, write } from "./written.ts";

export interface AblateRequest extends ArmPair {
  readings: Readings;
  /** What is asked where variants write answers of their own. */
  questions: readonly { id: string; asked: { question: string; topic?: string } }[];
  /** Suspected neurons; undefined: none are held. */
  neurons?: NeuronFacts;
  /** The emoji direction, or another; undefined: none is held. */
  direction?: { meaning: string; directions: readonly LayerDirection[] };
  /** The persona's adapter, to be taken apart; undefined where it has none. */
  adapter?: { layers: number; rank: number; targets: readonly string[] };
  /** Undefined: alignment of written answers is not read. */
  read?: TraitReading;
  /** Random sets and directions against which each result is held. */
  randomSets: number;
  /** Neurons that are tried alone. */
  singles: number;
}

export type AblateOptions = WorkOptions & Pick<AskOptions, "keep" | "sampling" | "maxNewTokens">;

/**
 * What of the persona makes it write emoji: neurons, a direction, parts of its adapter, each taken out and held against random ones, and whether
 * the trait stays. Throws "bad-input" for arms of unlike tokenizers, and where no text has a sentence end.
 */
export async function explainAblate(request: AblateRequest, options: AblateOptions): Promise<AblateFindings> {
  const { persona, reference, randomSets } = request;
  refuseUnlikeTokenizers([persona, reference]);
  const pair: ArmPair = { persona, reference };
  const readings = readable(request.readings, persona.respondent.local.tokenizer);
  const { keep, seed, signal, onProgress } = options;
  const [own, other] = await sweep(pair, endVariants(pair), readings, {
    keep,
    seed,
    signal,
    onProgress,
    group: "ends",
  });
  const scale = scaleOf(own!, other!, seed);
  const massGap = gapOf(own!.emoji, other!.emoji, scale.texts)!;
  const traitGap = gapOf(own!.trait, other!.trait, scale.pairs);
  const shared = { keep, seed, signal, onProgress, scale, randomSets };
  const neurons =
    request.neurons &&
    (await neuronExperiment(pair, request.neurons, readings, {
      ...shared,
      group: "neurons",
      singles: request.singles,
    }));
  const directions =
    request.direction &&
    (await directionExperiment(pair, request.direction, readings, { ...shared, group: "directions" }));
  const parts = request.adapter && adapterParts(pair, request.adapter);
  const partEffects =
    parts &&
    (await sweep(
      pair,
      parts.map(({ variant }) => variant),
      readings,
      { ...shared, group: "adapter", components: true },
    ));
  const end = (id: "persona" | "reference"): Planned => ({
    label: request[id].respondent.name,
    variant: endVariants(pair).find((variant) => variant.id === ends[id])!,
  });
  const written = await write(
    pair,
    [end("persona"), end("reference"), ...(neurons?.key ?? []), ...(directions?.key ?? [])],
    {
      ...options,
      questions: request.questions,
      read: request.read,
    },
  );
  const outcome = outcomeOf(ends.persona, persona.respondent.name, own!, scale);
  return {
    part: "ablate",
    counts: {
      texts: readings.texts.length,
      pairs: readings.pairs.length,
      fluent: readings.fluent.length,
      questions: request.questions.length,
    },
    criteria,
    persona: outcome,
    reference: outcomeOf(ends.reference, reference.respondent.name, other!, scale),
    massGap,
    traitGap,
    neurons: neurons?.findings ?? null,
    directions: directions?.findings ?? null,
    adapter:
      parts && partEffects
        ? parts.map(({ variant: { id }, part, how, label }, i) => ({
            part,
            how,
            outcome: outcomeOf(id, label, partEffects[i]!, scale),
          }))
        : null,
    written,
    warnings: warningsOf(pair, request.readings.texts, { mass: outcome.mass.value, massGap, traitGap }),
  };
}
