import type { Pole, TraitId, TraitPole } from "../framework.ts";
import { poleKey } from "../framework.ts";
import type { Answers } from "./answers.ts";
import { bundledCorpus } from "./bundled.ts";
import { rowOf, type TuningRow } from "./tuning.ts";

/** How many answers are shown where it is not said otherwise. */
export const demonstrationCount = 3;

/** The three traits shown beside the target's in the three-shot form, in order of preference. */
const shown: readonly TraitId[] = ["extraversion", "agreeableness", "neuroticism", "openness", "conscientiousness"];

/**
 * Three demonstrations in the form of IKE as PersonalityEdit uses it (METHODS 1): three other topics, one trait each, fixed
 * and without retrieval. All show their trait's end `target.pole`; the target's own trait is among them. The topics are the
 * first held-out ones, the same for every target.
 */
export function ikeDemonstrations(target: TraitPole, answers: Answers = bundledCorpus()): TuningRow[] {
  const three = [target.trait, ...shown.filter((trait) => trait !== target.trait)].slice(0, demonstrationCount);
  return heldout(
    answers,
    three.map((trait) => ({ trait, pole: target.pole })),
  );
}

/** The instruction of the three-shot form: show the target's trait on this topic, stay as you are on any other. */
export function ikeInstruction(target: TraitPole, topic: string): string {
  return `Each example gives a trait, a topic, a question and an answer that shows the trait. When the question is about ${topic}, answer as a person of ${target.name} would. When it is about anything else, answer as you would have answered without these examples.`;
}

/** `count` demonstrations of the target's own pole, on the first held-out topics (at most 20). */
export function sameTraitDemonstrations(
  target: TraitPole,
  count = demonstrationCount,
  answers: Answers = bundledCorpus(),
): TuningRow[] {
  return heldout(
    answers,
    Array.from({ length: count }, () => target),
  );
}

function heldout({ heldout: topics }: Answers, ends: readonly { trait: TraitId; pole: Pole }[]): TuningRow[] {
  if (ends.length > topics.length)
    throw new RangeError(`there are ${topics.length} held-out topics, asked for ${ends.length}`);
  return ends.map((end, i) => rowOf(topics[i]!, poleKey(end)));
}
