import { createHash } from "node:crypto";
import { canonicalJson } from "../../../base/json.ts";
import type { Engine } from "../../../graph/engine/engine.ts";
import { asItIs } from "../../../model/engine/as-it-is.ts";
import type { ModelSpec } from "../../../model/engine/load.ts";
import { personaChat } from "../../../model/persona-chat.ts";
import { distributionTask, type WeighedText } from "../../../model/score/distribution-task.ts";
import { traitPole } from "../../../trait/big-five.ts";
import { type Pole, type TraitId, traits } from "../../../trait/framework.ts";
import type { TextReader, TextToJudge } from "../reader.ts";

/** What a text answers where that is not known. */
const anyQuestion = "What is on your mind?";

/** How probable a model finds a text as the answer of a person at either end of a trait. */
export interface PoleLikelihood {
  /** Natural logarithms, summed over the text's tokens. */
  high: number;
  low: number;
  tokens: number;
}

/** How the ratio is made, so that a change of a prompt is another reader. */
const prompts = () => traits.flatMap((trait) => [traitPole(trait, "high").persona, traitPole(trait, "low").persona]);

/** A text and the trait under whose ends it is weighed. */
export interface WeighedUnder {
  text: TextToJudge;
  trait: TraitId;
}

/** Weighs texts under the persona prompts of traits' two ends, handing over each. */
export function poleLikelihoods(
  engine: Engine,
  spec: ModelSpec,
  asked: readonly WeighedUnder[],
  signal: AbortSignal | undefined,
  onLikelihood: (one: WeighedUnder, likelihood: PoleLikelihood) => void,
): Promise<void> {
  const chat = ({ trait, text }: WeighedUnder, pole: Pole) =>
    personaChat({ systemPrompt: traitPole(trait, pole).persona }, { question: text.question ?? anyQuestion });
  // The task weighs a text under a base and a persona: here these are the two ends, and no adapter tells them apart.
  const texts = asked.map((one, i) => ({
    id: String(i),
    text: one.text.text,
    base: chat(one, "high"),
    persona: chat(one, "low"),
  }));
  const onEvent = ({ id, base, persona }: WeighedText) =>
    onLikelihood(asked[Number(id)]!, { high: total(base), low: total(persona!), tokens: base.length });
  return engine.run(distributionTask, { model: asItIs(spec), texts }, { signal, onEvent });
}

/**
 * The model itself as a reader, without training: how much more probable it finds a text as the answer of a person at the high end of
 * each trait than at the low end, under the persona prompts. The probabilities of the traits are Bayes' from the five high ends, each as
 * likely beforehand: a text's tokens are not independent, so they are surer than they should be.
 */
export function likelihoodReader(spec: ModelSpec, modelSha256: string): TextReader {
  return {
    name: "likelihood",
    sha256: createHash("sha256")
      .update(canonicalJson({ modelSha256, prompts: prompts(), anyQuestion, accuracy: spec.accuracy }))
      .digest("hex"),
    poleScale: { label: "log p(text | high) - log p(text | low), nats a token" },
    async read(engine, texts, { signal }, onReading) {
      const found = new Map<string, PoleLikelihood[]>();
      const asked = texts.flatMap((text) => traits.map((trait) => ({ text, trait })));
      await poleLikelihoods(engine, spec, asked, signal, ({ text: { id } }, likelihood) => {
        const own = [...(found.get(id) ?? []), likelihood];
        found.set(id, own);
        if (own.length === traits.length) onReading(id, { ...readingOf(own), cutTokens: 0 });
      });
    },
  };
}

/** What the likelihoods under the five traits say. */
export function readingOf(likelihoods: readonly PoleLikelihood[]): { traits: number[]; poles: number[] } {
  const peak = Math.max(...likelihoods.map(({ high }) => high));
  const powers = likelihoods.map(({ high }) => Math.exp(high - peak));
  const sum = total(powers);
  return { traits: powers.map((power) => power / sum), poles: likelihoods.map(ratio) };
}

/** Log-likelihood ratio of the high end to the low one, a token. */
export const ratio = ({ high, low, tokens }: PoleLikelihood): number => (high - low) / tokens;

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
