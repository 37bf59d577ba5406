import { asItIs } from "../../../model/engine/as-it-is.ts";
import type { ModelSpec } from "../../../model/engine/load.ts";
import { corpusArms } from "../../../trait/corpus/arms.ts";
import { type Pole, type TraitId, traits } from "../../../trait/framework.ts";
import type { Reading, TextReader } from "../reader.ts";
import { headProbabilities, layersOf, type TraitClassifier } from "../trait-classifier.ts";
import { readTapsTask } from "./read-task.ts";

/**
 * A fitted classifier as a reader. What reads is the model that it was fitted on, without an adapter, whoever has written.
 *
 * @param spec of that model; its adapter and accuracy are put aside for the classifier's own
 */
export function tapsReader(classifier: TraitClassifier, spec: ModelSpec): TextReader {
  const { accuracy, sha256, heads } = classifier;
  const model = { ...asItIs(spec), accuracy };
  const layers = layersOf(classifier);
  return {
    name: "taps",
    sha256,
    poleScale: { label: "P(high) - P(low) among the eleven arms", range: [-1, 1] },
    read: (engine, texts, { signal }, onReading) =>
      engine.run(
        readTapsTask,
        { model, layers, texts },
        {
          signal,
          onEvent: ({ id, taps, cutTokens }) => {
            if (taps === null) return;
            const of = (head: typeof heads.arms) => headProbabilities(head, taps[layers.indexOf(head.layer)]!);
            onReading(id, { ...readingOf(of(heads.traits), of(heads.arms)), cutTokens });
          },
        },
      ),
  };
}

function readingOf(named: number[], arms: number[]): Omit<Reading, "cutTokens"> {
  const at = (trait: TraitId, pole: Pole) => arms[corpusArms.indexOf(`${trait}/${pole}`)]!;
  return { traits: named, arms, poles: traits.map((trait) => at(trait, "high") - at(trait, "low")) };
}
