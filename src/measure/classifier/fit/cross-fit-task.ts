import { badInput } from "../../../base/errors.ts";
import type { Progress } from "../../../base/progress.ts";
import { remoteTask, type TaskContext } from "../../../graph/engine/task.ts";
import type { ModelSpec } from "../../../model/engine/load.ts";
import { corpusArms } from "../../../trait/corpus/arms.ts";
import { classProbabilities, fitSoftmaxRegression } from "../regression/softmax-regression.ts";
import { readTaps } from "../taps/read-taps.ts";
import { folds, topicFolds } from "./cross-validate.ts";
import { standardisedKind } from "./feature-kinds.ts";
import type { LabelledText } from "./labelled-texts.ts";

export interface CrossFitRequest {
  /** The model that is read, as it is. */
  model: ModelSpec;
  texts: readonly Pick<LabelledText, "text" | "topic" | "arm">[];
  /** Of the classifier's head for the eleven arms: where it reads, and how strongly it is held. */
  layer: number;
  l2: number;
}

/** Probabilities of the eleven arms [texts, arms]. */
export type CrossFitResult = number[][];

export const crossFitTask = remoteTask<CrossFitRequest, CrossFitResult, Progress>(import.meta.url, "crossFit");

/**
 * What a classifier of the eleven arms says of the very texts that it is fitted on, each read by one that never saw its topic: five fits, topic
 * i (in order of appearance) being left out of fit i mod 5. Throws "bad-input" for a text without a token.
 */
export async function crossFit(
  { model, texts, layer, l2 }: CrossFitRequest,
  context: TaskContext<Progress>,
): Promise<CrossFitResult> {
  const features: Float32Array[] = [];
  const progress = (done: number) =>
    context.emit({ phase: "read texts", done, total: texts.length + folds, unit: "texts" });
  const named = texts.map(({ text }, i) => ({ id: String(i), text }));
  for await (const { id, taps } of readTaps(model, [layer], named, context)) {
    if (taps === null) throw badInput(`Text ${Number(id) + 1} is empty: leave it out.`);
    features[Number(id)] = taps[0]!;
    if (features.length % 50 === 0) progress(features.length);
  }
  const foldOf = topicFolds([...new Set(texts.map(({ topic }) => topic))]);
  const kind = standardisedKind(features);
  const probabilities: number[][] = [];
  for (let fold = 0; fold < folds; fold++) {
    await context.pause();
    const places = (out: boolean) => texts.flatMap(({ topic }, i) => ((foldOf.get(topic) === fold) === out ? [i] : []));
    const [seen, unseen] = [places(false), places(true)];
    if (unseen.length === 0) continue;
    const { rows } = kind.learn(seen);
    const labels = seen.map((i) => corpusArms.indexOf(texts[i]!.arm));
    const fitted = fitSoftmaxRegression(rows(seen), labels, corpusArms.length, { l2, tolerance: 1e-4 });
    for (const [k, row] of classProbabilities(fitted, rows(unseen)).entries())
      probabilities[unseen[k]!] = Array.from(row);
    progress(texts.length + fold + 1);
  }
  return probabilities;
}
