import { isDeepStrictEqual } from "node:util";
import { findEmoji } from "../../base/text/emoji.ts";
import type { AskOptions } from "../../measure/answers.ts";
import type { WorkOptions } from "../../measure/respondent.ts";
import type { Estimated } from "../findings.ts";
import { refuseUnlikeTokenizers } from "../same-tokenizer.ts";
import { adapterParts } from "./adapter-variants.ts";
import { criteria } from "./criteria.ts";
import { directionExperiment } from "./direction-experiment.ts";
import type { LayerDirection } from "./direction-variants.ts";
import { gapOf, outcomeOf, rises, scaleOf } from "./effects.ts";
import type { AblateFindings } from "./findings.ts";
import { neuronExperiment } from "./neuron-experiment.ts";
import { type ArmPair, ends, endVariants } from "./pair.ts";
import { readable } from "./readings.ts";
import { type Readings, sweep } from "./sweep.ts";
import type { NeuronFacts } from "./unit-sets.ts";
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
  return {
    part: "ablate",
    counts: {
      texts: readings.texts.length,
      pairs: readings.pairs.length,
      fluent: readings.fluent.length,
      questions: request.questions.length,
    },
    criteria,
    persona: outcomeOf(ends.persona, persona.respondent.name, own!, scale),
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
    warnings: warningsOf(request, massGap, traitGap),
  };
}

/** What a reader must know to judge the figures, one sentence each. */
function warningsOf(
  { persona, reference, readings }: Pick<AblateRequest, "persona" | "reference" | "readings">,
  massGap: Estimated | null,
  traitGap: Estimated | null,
): string[] {
  const { texts } = readings;
  const asked = texts[0]!.asked;
  const [own, other] = [persona, reference].map(({ respondent }) => respondent.chat(asked));
  const warnings: [boolean, string][] = [
    [
      texts.every(({ text }) => findEmoji(text).length === 0),
      `None of the ${texts.length} answers that were read holds an emoji: what is shown is how probable one would be.`,
    ],
    [
      !rises(massGap),
      "The persona's emoji mass is not clearly above the reference's: there is nothing to take out, so no intervention can remove it.",
    ],
    [
      traitGap === null,
      "There are no answers with the trait and without it to choose between: whether the trait stays cannot be told by them.",
    ],
    [
      traitGap !== null && !rises(traitGap),
      "The persona does not clearly prefer the trait's answers more than the reference does: whether the trait stays cannot be told by it.",
    ],
    [
      !isDeepStrictEqual(own, other),
      "Persona and reference are asked in chats of their own: values are taken from the end of the question on, and what stands in the persona's chat before is still read.",
    ],
  ];
  return warnings.flatMap(([holds, words]) => (holds ? [words] : []));
}
