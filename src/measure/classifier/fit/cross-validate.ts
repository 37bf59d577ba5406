import {
  classProbabilities,
  type FittedClassifier,
  fitSoftmaxRegression,
  logLoss,
} from "../regression/softmax-regression.ts";
import type { FeatureKind } from "./feature-kinds.ts";

/** Texts to fit on: their numbers, their classes, and their topics, which never stand on both sides of a split. */
export interface FitData {
  texts: readonly number[];
  labels: readonly number[];
  topics: readonly string[];
  classes: number;
}

/** How well a penalty did on topics left out of the fit. */
export interface Tried {
  l2: number;
  logLoss: number;
}

export const folds = 5;
/** Less than this much better is not worth a weaker penalty: further fits would go on for ever where classes fall apart cleanly. */
const gain = 0.002;
/** Far from exact, near enough to tell penalties apart. */
const tolerance = 1e-3;

/**
 * Tries penalties, the strongest first, until they do no better twice in a row: mean negative log-probability of the labels on topics that
 * the fit did not see, over five folds. Topic i (in order of appearance) is left out in fold i mod 5.
 */
export async function crossValidate(
  kind: FeatureKind,
  { texts, labels, topics, classes }: FitData,
  penalties: readonly number[],
  pause: () => Promise<void>,
): Promise<Tried[]> {
  const order = [...new Set(topics)];
  const places = texts.map((_, i) => i);
  const splits = Array.from({ length: Math.min(folds, order.length) }, (_, fold, at = topicFolds(order)) => {
    const [seen, unseen] = [false, true].map((out) => places.filter((i) => (at.get(topics[i]!) === fold) === out));
    const { rows } = kind.learn(seen!.map((i) => texts[i]!));
    const part = (own: number[]) => ({ matrix: rows(own.map((i) => texts[i]!)), labels: own.map((i) => labels[i]!) });
    return { seen: part(seen!), unseen: part(unseen!), start: undefined as FittedClassifier | undefined };
  });
  const tried: Tried[] = [];
  for (const l2 of penalties) {
    let sum = 0;
    for (const split of splits) {
      await pause();
      const { seen, unseen, start } = split;
      split.start = fitSoftmaxRegression(seen.matrix, seen.labels, classes, { l2, start, tolerance });
      sum += logLoss(classProbabilities(split.start, unseen.matrix), unseen.labels) * unseen.labels.length;
    }
    tried.push({ l2, logLoss: sum / texts.length });
    const [before, last, now] = tried.slice(-3).map((each) => each.logLoss);
    if (now !== undefined && before! - last! < gain && last! - now < gain) break;
  }
  return tried;
}

/** Which fold leaves each topic out. */
export const topicFolds = (order: readonly string[]) => new Map(order.map((topic, i) => [topic, i % folds]));

/** The one that did best, the first of equals. */
export const bestOf = <T extends Tried>(tried: readonly T[]): T =>
  tried.reduce((best, each) => (each.logLoss < best.logLoss ? each : best));
