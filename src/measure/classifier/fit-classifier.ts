import type { OnProgress } from "../../base/progress.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { asItIs } from "../../model/engine/as-it-is.ts";
import type { ModelSpec } from "../../model/engine/load.ts";
import type { Answers } from "../../trait/corpus/answers.ts";
import { classifierFigures } from "./fit/figures.ts";
import { type FitClassifierResult, fitClassifierTask } from "./fit/fit-task.ts";
import { type HeadName, headLabels, labelledTexts, textsHash } from "./fit/labelled-texts.ts";
import type { Head, TraitClassifier } from "./trait-classifier.ts";

export interface FitOptions {
  engine: Engine;
  /** The model as it is, without an adapter. */
  spec: ModelSpec;
  model: { name: string; sha256: string };
  /** The texts to fit on and those held out. */
  answers: Answers;
  /** Of the bootstrap; the fit has nothing random. */
  seed?: number;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

/**
 * Fits a classifier of traits on a model's taps: multinomial logistic regression on the answers to the topics to tune on, layer and penalty chosen
 * by cross-validation over those topics, its figures from the topics held out. The same model and answers give the same bits.
 */
export async function fitTraitClassifier(options: FitOptions): Promise<Omit<TraitClassifier, "sha256">> {
  const { engine, spec, model, answers, seed = 0, signal, onProgress } = options;
  const texts = labelledTexts(answers);
  const request = { model: asItIs(spec), texts };
  const fit = await engine.run(fitClassifierTask, request, { signal, onEvent: onProgress });
  return {
    model,
    accuracy: spec.accuracy,
    data: {
      origin: answers.origin,
      sha256: textsHash(texts),
      texts: texts.length,
      topics: answers.train.length + answers.heldout.length,
    },
    heads: { traits: headOf(fit, "traits"), arms: headOf(fit, "arms") },
    figures: classifierFigures(fit, texts, seed),
  };
}

function headOf({ heads }: FitClassifierResult, name: HeadName): Head {
  const { layer, l2, tried, scale, model } = heads[name];
  return { labels: headLabels[name], layer, l2, tried, scale: scale!, model };
}
