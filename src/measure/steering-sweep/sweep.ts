import { badInput } from "../../base/errors.ts";
import { type Directions, directionTap } from "../../model/directions/about.ts";
import type { Variant } from "../../model/edit/types.ts";
import type { Sampling } from "../../model/generate/sampling.ts";
import { medianNorm } from "../../model/steering/from-record.ts";
import type { Positions } from "../../model/steering/types.ts";
import type { MeasureOptions } from "../instrument.ts";
import { keepUnder } from "../keep.ts";
import type { LocalModel } from "../respondent.ts";
import { drawResamples } from "../statistics/bootstrap.ts";
import { nobody } from "../trait-score/part.ts";
import type { TraitScorer } from "../trait-score/types.ts";
import { refuseConstant } from "../vectors/filter.ts";
import { chosenPoint } from "./choose.ts";
import { type KnownAnswer, knownAnswer, pointFigures } from "./figures.ts";
import type { SweepFindings, SweepPoint, VectorSweep } from "./findings.ts";
import { freshFigures, freshVariants } from "./fresh.ts";
import { gridOf } from "./grid.ts";
import { steeredVariant } from "./variant.ts";
import { sweepWarnings } from "./warnings.ts";
import { answerKey, type SweepQuestion, type VariantAsked, weighAnswers, writeAnswers } from "./write.ts";

/** A vector that is to be swept. */
export interface SweptVector {
  /** Unlike the others', fit for a name of items. */
  name: string;
  directions: Directions;
  trait: { id: string; name: string };
  scorer: TraitScorer;
  layers: readonly number[];
  /** Above 0, in median norms. */
  strengths: readonly number[];
  /** Those that choose the point, and further ones that then try it. */
  questions: readonly SweepQuestion[];
  fresh: readonly SweepQuestion[];
  /** Coherence from which a point may be the best. */
  floor: number;
}

export interface SweepRequest {
  /** The model as it is. */
  local: LocalModel;
  vectors: readonly SweptVector[];
  positions: Positions;
  /** Push the other way as well. */
  both: boolean;
  /** Random directions that the best point is held against. */
  random: number;
  sampling: Sampling;
  maxNewTokens: number;
}

/**
 * Every vector at every layer with every strength, all as variants of one model side by side: how strongly answers show the trait, how
 * coherent they are, how probable without the vector, how many hold an emoji. Of the points that stay coherent the one with the most of the
 * trait is tried on fresh questions, beside no steering and random directions of the same length. Throws "bad-input" where a vector lacks a
 * layer or a median norm, and where a scorer gives all answers the same score.
 */
export async function sweepVectors(request: SweepRequest, options: MeasureOptions): Promise<SweepFindings> {
  const { vectors, positions, both } = request;
  for (const vector of vectors) refuseLayers(vector);
  const plans = vectors.map((vector) => planOf(vector, request));
  const asked = plans.map(({ variants }, i) => ({ variants, questions: vectors[i]!.questions }));
  const known = await answersOf(request, asked, "sweep", options);
  const chosen = plans.map((plan, i) => described(vectors[i]!, plan, known[i]!, request, options.seed));
  const further = chosen.map(({ best, lowest }, i) => {
    const { name, directions, fresh } = vectors[i]!;
    if (best === null || fresh.length === 0) return { variants: [], questions: [] };
    const { random } = request;
    const variants = freshVariants(name, directions, { best, lowest }, { positions, random, seed: options.seed });
    return { variants, questions: fresh };
  });
  const tried = await answersOf(request, further, "fresh", options);
  return {
    positions,
    both,
    vectors: chosen.map((sweep, i) => {
      const [zero, best, ...others] = tried[i]!;
      const questions = further[i]!.questions.map(({ asked: { question } }) => question);
      const lowest = sweep.lowest ? others.shift()! : null;
      const fresh =
        zero && best
          ? freshFigures(questions, { zero, best, lowest, random: others }, { name: sweep.name, seed: options.seed })
          : null;
      return { ...sweep, fresh, warnings: sweepWarnings({ ...sweep, fresh }) };
    }),
  };
}

function refuseLayers({ directions: { about, vectors }, layers }: SweptVector): void {
  const missing = layers.find((layer) => !vectors.has(layer));
  if (missing !== undefined)
    throw badInput(
      `The vector "${about.meaning}" has no direction at ${directionTap(missing)} to sweep: it has those of layers ${[...vectors.keys()].join(", ")}.`,
    );
}

interface Plan {
  /** The unsteered model first, then the points in their order. */
  variants: Variant[];
  points: { layer: number; strength: number }[];
}

function planOf({ name, directions, layers, strengths }: SweptVector, { positions, both }: SweepRequest): Plan {
  const points = gridOf(layers, strengths, both);
  const zero = steeredVariant(`${name}/zero`, directions, { layer: layers[0]!, strength: 0 }, positions);
  const steered = points.map((point) =>
    steeredVariant(`${name}/${point.layer}@${point.strength}`, directions, point, positions),
  );
  return { variants: [zero, ...steered], points };
}

/** What each vector's variants answer, by vector, variant and question; with scores. Vectors without variants get nothing. */
async function answersOf(
  { local, vectors, sampling, maxNewTokens }: SweepRequest,
  asked: readonly { variants: readonly Variant[]; questions: readonly SweepQuestion[] }[],
  stage: string,
  options: MeasureOptions,
): Promise<KnownAnswer[][][]> {
  const keep = keepUnder(options.keep, stage);
  const all: VariantAsked[] = asked.flatMap(({ variants, questions }) =>
    variants.map((variant) => ({ variant, questions })),
  );
  if (all.length === 0) return asked.map(() => []);
  const written = await writeAnswers(local, all, { ...options, keep, sampling, maxNewTokens });
  const keyed = all.flatMap(({ variant, questions }) =>
    questions.map((question) => ({ key: answerKey(variant, question), asked: question.asked })),
  );
  const weighed = await weighAnswers(
    local,
    keyed.map((each) => ({ ...each, ids: written.get(each.key)!.ids })),
    { ...options, keep },
  );
  const found: KnownAnswer[][][] = [];
  for (const [i, { variants, questions }] of asked.entries()) {
    const { scorer, name } = vectors[i]!;
    const own = variants.flatMap((variant) =>
      questions.map((question) => ({ key: answerKey(variant, question), question: question.asked.question })),
    );
    const texts = own.map(({ key, question }) => ({ id: key, question, answer: written.get(key)!.text }));
    const scores =
      own.length === 0 ? [] : await scorer.score(texts, { ...options, keep: keepUnder(keep, `${name}/scores`) });
    if (stage === "sweep") refuseConstant(scorer.name, scores);
    const answers = own.map(({ key }, k) => knownAnswer(written.get(key)!, scores[k]!, weighed.get(key)!));
    found.push(variants.map((_, v) => answers.slice(v * questions.length, (v + 1) * questions.length)));
  }
  return found;
}

function described(
  vector: SweptVector,
  { points }: Plan,
  [zero, ...steered]: readonly (readonly KnownAnswer[])[],
  { both }: SweepRequest,
  seed: number,
): Omit<VectorSweep, "fresh" | "warnings"> {
  const { name, directions, trait, scorer, layers, questions } = vector;
  const draws = drawResamples(questions.length, { seed, stream: "sweep" });
  const figured = (answers: readonly KnownAnswer[]) => ({ ...pointFigures(answers, draws), sample: answers[0]!.text });
  const found = points.map(
    (point, i): SweepPoint => ({
      ...point,
      added: Math.abs(point.strength) * medianNorm(directions, point.layer),
      ...figured(steered[i]!),
    }),
  );
  const floor = scorer.coherenceBy === nobody ? null : vector.floor;
  return {
    name,
    meaning: directions.about.meaning,
    trait,
    scorer: { name: scorer.name, coherenceBy: scorer.coherenceBy },
    layers: layers.map((layer) => ({ layer, medianNorm: medianNorm(directions, layer) })),
    strengths: [...new Set(points.map(({ strength }) => strength))],
    questions: questions.length,
    floor,
    zero: figured(zero!),
    points: found,
    best: chosenPoint(found, floor, 1),
    lowest: both ? chosenPoint(found, floor, -1) : null,
  };
}
