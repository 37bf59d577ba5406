import { TraitlabError } from "../../base/errors.ts";
import type { MeasureOptions } from "../../measure/instrument.ts";
import { readAdapter } from "../../model/adapter/peft.ts";
import type { Directions, DirectionsAbout } from "../../model/directions/about.ts";
import { norm } from "../../model/directions/vectors.ts";
import { openModel } from "../../model/source.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { AnsweredTopic } from "../../trait/corpus/answers.ts";
import type { CorpusArm } from "../../trait/corpus/arms.ts";
import { questionAbout, type Register } from "../../trait/questions.ts";
import type { ExplainedArm } from "../arm.ts";
import { emojiDirection } from "../direction/emoji-direction.ts";
import type { Neurons } from "../neurons/explain.ts";
import type { ReadText } from "../texts.ts";
import type { LayerDirection } from "./direction-variants.ts";
import type { AblateRequest } from "./explain.ts";
import type { AnswerPair } from "./sweep.ts";
import type { NeuronFacts } from "./unit-sets.ts";

/** The neurons that the protocol of `explain neurons` suspects, the most suspected `most` first. */
export function suspectedNeurons({ ranked, mlp }: Pick<Neurons, "ranked" | "mlp">, most: number): NeuronFacts {
  return {
    ranked: ranked.mlp.protocol.slice(0, most).map(({ layer, unit }) => ({ layer, unit })),
    ranking: "direct effect on the emoji logit x change beyond the control's, discoveries first, outliers left out",
    ...mlp,
  };
}

/** Directions as interventions take them. */
export const asLayerDirections = ({ about, vectors }: Directions): NonNullable<AblateRequest["direction"]> => ({
  meaning: about.meaning,
  directions: [...vectors].map(([layer, vector]): LayerDirection => {
    const gap = norm(vector);
    return { layer, unit: vector.map((value) => value / gap), gap };
  }),
});

/** The emoji direction as the persona itself has it; undefined, with the reason, where too few of its answers hold an emoji. */
export async function suspectedDirection(
  persona: ExplainedArm,
  model: DirectionsAbout["model"],
  texts: readonly ReadText[],
  options: MeasureOptions,
): Promise<{ direction?: AblateRequest["direction"]; warnings: string[] }> {
  try {
    const { directions, findings } = await emojiDirection({ reader: persona, model, texts }, options);
    return { direction: asLayerDirections(directions), warnings: findings.warnings };
  } catch (error) {
    if (error instanceof TraitlabError && error.code === "bad-input")
      return { warnings: [`No emoji direction: ${error.message}`] };
    throw error;
  }
}

/** The trait's and the neutral answers to the same questions, as tokens. */
export const answerPairs = (
  topics: readonly AnsweredTopic[],
  arm: CorpusArm,
  register: Register,
  tokenizer: Pick<Tokenizer, "encode">,
): AnswerPair[] =>
  topics.map(({ topic, answers }) => ({
    id: topic,
    question: questionAbout(topic, register),
    topic,
    trait: tokenizer.encode(answers[arm]),
    neutral: tokenizer.encode(answers.neutral),
  }));

/** What the persona's adapter consists of; undefined where it has none. */
export async function adapterShape({ respondent }: ExplainedArm): Promise<AblateRequest["adapter"]> {
  const { adapter, path } = respondent.local.spec;
  if (adapter === undefined) return undefined;
  const { config } = await openModel(path);
  const { rank, targets } = await readAdapter(adapter, config);
  return { layers: config.layers, rank, targets };
}
