import { badInput } from "../../base/errors.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { corpusArms } from "../../trait/corpus/arms.ts";
import { type Pole, type TraitId, type TraitPoleKey, traits } from "../../trait/framework.ts";
import { readingsOf } from "../classifier/instrument.ts";
import type { Reading, TextReader } from "../classifier/reader.ts";
import type { ScorePart } from "./part.ts";

/**
 * The trait classifier's word on a pole: 100 times the probability that an answer is of this pole among eleven arms (ten poles and neutral),
 * or where the reader does not know them, 100 times how far it leans to this end, 0 where it leans to the other. Throws "bad-input" for a
 * reader whose leaning has no range.
 */
export function classifiedAs(pole: TraitPoleKey, reader: TextReader, engine: Engine): ScorePart {
  if (reader.poleScale.range === undefined)
    throw badInput(
      `The ${reader.name} reader says how far answers lean in ${reader.poleScale.label}, which has no 0 to 100: use the classifier on taps, or a judge.`,
    );
  return {
    name: `trait classifier (${reader.name})`,
    sha256: reader.sha256,
    async score(answers, options) {
      const texts = answers.map(({ id, question, answer }) => ({ id, question, text: answer }));
      return (await readingsOf(reader, engine, texts, options)).map(scoreAs(pole));
    },
  };
}

/** 0 to 100 of one reading; null where it was not read. */
export const scoreAs =
  (pole: TraitPoleKey) =>
  (reading: Reading | null): number | null => {
    if (reading === null) return null;
    const [trait, end] = pole.split("/") as [TraitId, Pole];
    const lean = reading.poles[traits.indexOf(trait)]!;
    return 100 * (reading.arms?.[corpusArms.indexOf(pole)] ?? Math.max(0, end === "high" ? lean : -lean));
  };
