import type { Directions, DirectionsAbout } from "../../model/directions/about.ts";
import type { ContrastTrait } from "../../trait/contrast/types.ts";
import type { MeasureOptions } from "../instrument.ts";
import { keepUnder } from "../keep.ts";
import type { LocalModel } from "../respondent.ts";
import type { TraitScore, TraitScorer } from "../trait-score/types.ts";
import { aboutOf } from "./about.ts";
import { deal } from "./check-layer.ts";
import { examplesOf } from "./examples.ts";
import { filtered, refuseConstant, refuseFew, type Thresholds } from "./filter.ts";
import type { VectorFindings } from "./findings.ts";
import { alternativesOf, checked, refuseAlike } from "./layers.ts";
import { type PoolSize, type PoolStore, readPools } from "./pools.ts";
import { type RecipeName, recipes } from "./recipes.ts";
import { type AnswerPair, type Pooling, type SidedAnswer, sides } from "./types.ts";
import { warningsOf } from "./warnings.ts";

export interface ExtractRequest {
  /** The model as it is. */
  reader: LocalModel;
  model: DirectionsAbout["model"];
  size: PoolSize;
  trait: Pick<ContrastTrait, "id" | "name" | "description" | "pole">;
  /** The pairs of answers, where they come from, and what a run's settings say of that. */
  pairs: readonly AnswerPair[];
  source: VectorFindings["source"];
  settings: Readonly<Record<string, unknown>>;
  /** Undefined: nobody scores, and all answers count. */
  scorer: TraitScorer | undefined;
  thresholds: Thresholds;
  minPairs: number;
  recipe: RecipeName;
  pooling: Pooling;
  /** Vectors that the result is to be orthogonal to. */
  orthogonalTo: readonly Directions[];
  /** All where left out. */
  layers?: readonly number[] | undefined;
  /** Where pooled answers are kept until the run is done. */
  store?: PoolStore | undefined;
}

/** A vector and how far to trust it. */
export interface Extracted {
  directions: Directions;
  findings: VectorFindings;
}

/**
 * The vector of a trait at every layer, from pairs of answers that differ in it (METHODS 4, steps 2 to 4): scored, filtered, read in one
 * pass, made by a recipe, and checked on questions that it was not made of. Throws "bad-input" with too few pairs, with a scorer that does not
 * tell answers apart, and where the sides do not differ along any layer's vector.
 */
export async function extractVector(request: ExtractRequest, options: MeasureOptions): Promise<Extracted> {
  const { pairs, scorer, thresholds, minPairs, reader, size, store, recipe, pooling } = request;
  const scores = scorer && (await scoresOf(scorer, pairs, options));
  if (scorer && scores) refuseConstant(scorer.name, [...scores.values()]);
  const coherent = scorer !== undefined && scorer.coherenceBy !== "nobody";
  const filter = filtered(pairs, scores, { thresholds, coherent });
  refuseFew(filter, { minPairs, thresholds });
  const { kept } = filter;
  const { signal, onProgress } = options;
  const pools = await readPools(reader, answersOf(kept), { size, signal, onProgress, ...(store && { store }) });
  const dealing = deal(kept, options.seed);
  const { layers, vectors } = await checked(request, pools, dealing, options);
  refuseAlike(layers, request);
  const suggested = layers.reduce((best, each) => (each.d.value > best.d.value ? each : best)).layer;
  const { about, norm: length } = recipes[recipe];
  const { id, name, description, pole } = request.trait;
  const findings: Omit<VectorFindings, "warnings"> = {
    trait: { id, name, description, ...(pole && { pole }) },
    source: request.source,
    recipe: { name: recipe, about, pooling, norm: length },
    scorer: scorer ? { name: scorer.name, coherenceBy: scorer.coherenceBy } : null,
    thresholds,
    pairs: {
      asked: pairs.length,
      kept: kept.length,
      questions: dealing.clusters.length,
      fell: filter.fell,
      passed: filter.passed,
      ids: kept.map(({ id }) => id),
    },
    layers,
    suggested,
    alternatives: alternativesOf(request, pools, dealing, suggested, vectors.get(suggested)!),
    orthogonalTo: request.orthogonalTo.map(({ about: { meaning } }) => meaning),
    examples: examplesOf(filter, scores),
  };
  const warned = { ...findings, warnings: warningsOf(findings) };
  return { directions: { about: aboutOf(request, warned, filter), vectors }, findings: warned };
}

/** Every answer of the pairs once, in their order. */
function answersOf(pairs: readonly AnswerPair[]): SidedAnswer[] {
  const byId = new Map(pairs.flatMap((pair) => sides.map((side) => [pair[side].id, pair[side]] as const)));
  return [...byId.values()];
}

async function scoresOf(
  scorer: TraitScorer,
  pairs: readonly AnswerPair[],
  { keep, ...options }: MeasureOptions,
): Promise<Map<string, TraitScore>> {
  const answers = answersOf(pairs);
  const asked = answers.map(({ id, question, text }) => ({ id, question, answer: text }));
  const scores = await scorer.score(asked, { ...options, keep: keepUnder(keep, "scores") });
  return new Map(answers.map(({ id }, i) => [id, scores[i]!]));
}
