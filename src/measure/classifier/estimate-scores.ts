import { badInput } from "../../base/errors.ts";
import type { OnProgress } from "../../base/progress.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { asItIs } from "../../model/engine/as-it-is.ts";
import type { ModelSpec } from "../../model/engine/load.ts";
import { type CorpusArm, corpusArms } from "../../trait/corpus/arms.ts";
import { type TraitId, traits } from "../../trait/framework.ts";
import { inMemory } from "../keep.ts";
import { crossFitTask } from "./fit/cross-fit-task.ts";
import { readingsOf } from "./instrument.ts";
import type { TextReader } from "./reader.ts";
import type { TraitClassifier } from "./trait-classifier.ts";

/** A text whose trait scores are wanted. */
export interface TextToScore {
  text: string;
  question?: string;
  /** Where it is one of the answers that a classifier was fitted on. */
  fitted?: { topic: string; arm: CorpusArm };
}

/** How far texts lean to the high pole of each trait. */
export interface EstimatedScores {
  /** [texts, five traits], OCEAN. */
  raw: number[][];
  /** Who says so, on which scale, and whether it had seen the texts. */
  by: string;
}

interface EstimateOptions {
  engine: Engine;
  reader: TextReader;
  /** The reader, where it is a classifier that was fitted here, and the model that it reads. */
  taps?: { classifier: TraitClassifier; spec: ModelSpec };
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

/**
 * Estimates the trait scores of texts by a reader of traits. Texts that a classifier was fitted on are read in folds, by fits of its kind
 * that never saw their topic: read by itself it would know them by heart. Throws "bad-input" for an empty text.
 */
export async function estimateScores(
  texts: readonly TextToScore[],
  { engine, reader, taps, signal, onProgress }: EstimateOptions,
): Promise<EstimatedScores> {
  const { label } = reader.poleScale;
  if (taps && texts.every(({ fitted }) => fitted !== undefined)) {
    const { layer, l2 } = taps.classifier.heads.arms;
    const labelled = texts.map(({ text, fitted }) => ({ text, ...fitted! }));
    const model = { ...asItIs(taps.spec), accuracy: taps.classifier.accuracy };
    const probabilities = await engine.run(
      crossFitTask,
      { model, texts: labelled, layer, l2 },
      { signal, onEvent: onProgress },
    );
    return { raw: probabilities.map(leansOf), by: `trait classifier (taps), fitted on other topics; ${label}` };
  }
  const named = texts.map(({ text, question }, i) => ({
    id: String(i),
    text,
    ...(question === undefined ? {} : { question }),
  }));
  const readings = await readingsOf(reader, engine, named, { keep: inMemory, signal, onProgress });
  const raw = readings.map((reading, i) => {
    if (reading === null) throw badInput(`Text ${i + 1} is empty, so it has no trait score: leave it out.`);
    return reading.poles;
  });
  return { raw, by: `${reader.name}; ${label}` };
}

/** P(high) - P(low) for each trait. */
function leansOf(probabilities: readonly number[]): number[] {
  const of = (trait: TraitId, pole: "high" | "low") => probabilities[corpusArms.indexOf(`${trait}/${pole}`)]!;
  return traits.map((trait) => of(trait, "high") - of(trait, "low"));
}
