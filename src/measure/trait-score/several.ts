import type { Engine } from "../../graph/engine/engine.ts";
import type { TraitPoleKey } from "../../trait/framework.ts";
import { readingsOf } from "../classifier/instrument.ts";
import type { TextReader } from "../classifier/reader.ts";
import { inMemory, keepUnder } from "../keep.ts";
import { classifiedAs, scoreAs } from "./classified.ts";
import { nobody, type ScorePart, traitScorer } from "./part.ts";
import type { AnswerToScore, ScoreOptions, TraitScore, TraitScorer } from "./types.ts";

/** What several traits' scorers make of one answer: 0 to 100, null where they cannot tell. */
export interface SeveralScores {
  coherence: number | null;
  /** By trait, in the scorer's order. */
  traits: (number | null)[];
}

/** Says how strongly answers show each of several traits, and how coherent they are. */
export interface SeveralScorer {
  readonly name: string;
  readonly coherenceBy: string;
  /** The scorer of one trait, by its place. */
  readonly one: readonly TraitScorer[];
  score(answers: readonly AnswerToScore[], options: ScoreOptions): Promise<SeveralScores[]>;
}

/** By the trait classifier, which knows all poles from one reading of an answer. */
export function severalByReader(
  poles: readonly TraitPoleKey[],
  { reader, engine, coherence }: { reader: TextReader; engine: Engine; coherence: ScorePart | undefined },
): SeveralScorer {
  const one = poles.map((pole) => traitScorer(classifiedAs(pole, reader, engine), coherence));
  return {
    name: one[0]!.name,
    coherenceBy: one[0]!.coherenceBy,
    one,
    async score(answers, { keep = inMemory, ...options }) {
      const texts = answers.map(({ id, question, answer }) => ({ id, question, text: answer }));
      const readings = await readingsOf(reader, engine, texts, { ...options, keep: keepUnder(keep, "traits") });
      const coherences = await coherence?.score(answers, { ...options, keep: keepUnder(keep, "coherence") });
      return readings.map((reading, i) => ({
        coherence: coherences?.[i] ?? null,
        traits: poles.map((pole) => scoreAs(pole)(reading)),
      }));
    },
  };
}

/** By a scorer for each trait; the first says how coherent answers are, the others (`alone`) are not asked. */
export const severalByEach = (one: readonly TraitScorer[], alone: readonly TraitScorer[]): SeveralScorer => ({
  name: one[0]!.name,
  coherenceBy: one[0]?.coherenceBy ?? nobody,
  one,
  async score(answers, { keep = inMemory, ...options }) {
    const found: TraitScore[][] = [];
    for (const [i, scorer] of [one[0]!, ...alone.slice(1)].entries())
      found.push(await scorer.score(answers, { ...options, keep: keepUnder(keep, `trait${i}`) }));
    return answers.map((_, a) => ({ coherence: found[0]![a]!.coherence, traits: found.map((each) => each[a]!.trait) }));
  },
});
