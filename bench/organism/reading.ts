import type { Engine } from "../../src/graph/engine/engine.ts";
import type { CorpusArm } from "../../src/trait/corpus/arms.ts";
import { fromDist } from "../harness/from-dist.ts";
import type { Lab } from "./lab.ts";
import { plantedPoles } from "./measure.ts";

const { usualStudy } = await fromDist<typeof import("../../src/cli/study/options.ts")>("cli/study/options.js");
const { readVoices } =
  await fromDist<typeof import("../../src/explain/forecast/reading.ts")>("explain/forecast/reading.js");
const { engineRespondent } =
  await fromDist<typeof import("../../src/measure/engine-respondent.ts")>("measure/engine-respondent.js");
const { inMemory } = await fromDist<typeof import("../../src/measure/keep.ts")>("measure/keep.js");
const { rowsIn } = await fromDist<typeof import("../../src/trait/corpus/tuning.ts")>("trait/corpus/tuning.js");

/** Emoji mass by voice and tuning answer, in the order of the topics. */
export type ReadingMasses = ReadonlyMap<CorpusArm, readonly (number | null)[]>;

/** The emoji mass of the model as it is at the sentence ends of each voice's tuning answers. Nothing is tuned or sampled. */
export async function readTuningAnswers({ model, context }: Lab, engine: Engine): Promise<ReadingMasses> {
  const { tokenizer, answers, spec, source } = model;
  const sentences = usualStudy(model).sentences[0]!;
  const voices: CorpusArm[] = [...plantedPoles, "neutral"];
  const local = { engine, spec, tokenizer };
  const base = { id: "base", respondent: { ...engineRespondent(source.name, local), local } };
  const { signal, onProgress, seed } = context;
  const reading = await readVoices(
    base,
    voices.map((id) => ({ id, rows: rowsIn(answers, id, { sentences }) })),
    { keep: inMemory, seed, signal, onProgress },
  );
  return new Map(voices.map((voice, i) => [voice, reading[i]!.sentenceEnds]));
}
