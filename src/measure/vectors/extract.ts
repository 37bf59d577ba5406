import { badInput } from "../../base/errors.ts";
import { type Directions, type DirectionsAbout, directionTap } from "../../model/directions/about.ts";
import { norm } from "../../model/directions/vectors.ts";
import type { ContrastTrait } from "../../trait/contrast/types.ts";
import type { MeasureOptions } from "../instrument.ts";
import { keepUnder } from "../keep.ts";
import type { LocalModel } from "../respondent.ts";
import { normalQuantile } from "../statistics/distributions.ts";
import { z95 } from "../statistics/estimate.ts";
import type { TraitScore, TraitScorer } from "../trait-score/types.ts";
import { aboutOf } from "./about.ts";
import { agreementOf, checkHeldOut, cosineOf, type Dealing, deal, directionAt } from "./check-layer.ts";
import { examplesOf } from "./examples.ts";
import { filtered, refuseConstant, refuseFew, type Thresholds } from "./filter.ts";
import type { VectorFindings, VectorLayer } from "./findings.ts";
import { type PoolSize, type PoolStore, type Pools, readPools } from "./pools.ts";
import { type RecipeName, recipes } from "./recipes.ts";
import { type AnswerPair, type Pooling, poolings, type SidedAnswer, sides } from "./types.ts";
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

async function checked(
  { recipe, pooling, orthogonalTo, size, layers: wanted }: ExtractRequest,
  pools: Pools,
  dealing: Dealing,
  { signal, onProgress }: MeasureOptions,
): Promise<{ layers: VectorLayer[]; vectors: Map<number, Float32Array> }> {
  const layers: VectorLayer[] = [];
  const vectors = new Map<number, Float32Array>();
  const numbers = wanted ?? Array.from({ length: size.layers }, (_, layer) => layer);
  for (const [done, layer] of numbers.entries()) {
    onProgress?.({ phase: "make and check", done, total: numbers.length, unit: "layers" });
    // Bars are drawn and signals are heard between layers only.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    const own = pools.of(dealing.pairs, pooling, layer);
    const directionOf = directionAt(recipe, own, othersAt(orthogonalTo, layer));
    const along = checkHeldOut(own, directionOf, dealing);
    const vector = Float32Array.from(directionOf(dealing.pairs.map((_, i) => i)));
    const length = norm(vector);
    if (along === null || !(length > 0)) continue;
    const medianNorm = pools.medianNorm(layer);
    vectors.set(layer, vector);
    layers.push({
      layer,
      norm: length,
      medianNorm,
      share: length / medianNorm,
      ...along,
      ...agreementOf(recipe, directionOf, dealing),
    });
  }
  onProgress?.({ phase: "make and check", done: numbers.length, total: numbers.length, unit: "layers" });
  return { layers, vectors };
}

const othersAt = (others: readonly Directions[], layer: number): Float32Array[] =>
  others.map(({ about, vectors }) => {
    const vector = vectors.get(layer);
    if (vector) return vector;
    throw badInput(
      `"${about.meaning}" has no vector at ${directionTap(layer)} to be orthogonal to: choose its layers with --layers.`,
    );
  });

/**
 * Throws "bad-input" where no layer's vector tells held-out pairs apart: the best AUC's interval holds 0.5. It is wider than 95 % by as much
 * as the best of many layers is better than one (Bonferroni, normal).
 */
function refuseAlike(layers: readonly VectorLayer[], { pooling, recipe, source, trait }: ExtractRequest): void {
  if (layers.length === 0)
    throw badInput(
      `The two sides of "${trait.name}" do not differ at all at ${pooling}: ` +
        (source.from === "answers" && pooling === "prompt-last"
          ? "both answer the same prompts, so look at the response (--pooling response-mean), or contrast by --from instructions."
          : "their answers are the same, or the recipe finds nothing; try another --pooling or --recipe."),
    );
  const best = layers.reduce((most, each) => (each.auc.value > most.auc.value ? each : most));
  const { value, n } = best.auc;
  const error = ((best.auc.high ?? 1) - (best.auc.low ?? 0)) / (2 * z95);
  const reach = normalQuantile(1 - 0.025 / layers.length, 0, 1) * error;
  if (value - reach > 0.5) return;
  const interval = `${Math.max(0, value - reach).toFixed(2)}, ${Math.min(1, value + reach).toFixed(2)}`;
  throw badInput(
    `The two sides of "${trait.name}" do not differ: along the best vector of ${layers.length} layers (layer ${best.layer}, ${recipe}, ${pooling}) a held-out ` +
      `positive answer lies further than a negative one with probability ${value.toFixed(2)} [${interval}] (${n} questions; the interval allows for the choice ` +
      "of the best layer; 0.5 is chance). Ask more --questions or --rollouts, contrast --from the other source, or take another model.",
  );
}

/** The other ways to pool the same answers, at one layer. */
function alternativesOf(
  { recipe, pooling, orthogonalTo }: ExtractRequest,
  pools: Pools,
  dealing: Dealing,
  layer: number,
  vector: Float32Array,
): VectorFindings["alternatives"] {
  return poolings.flatMap((other) => {
    if (other === pooling) return [];
    const own = pools.of(dealing.pairs, other, layer);
    const directionOf = directionAt(recipe, own, othersAt(orthogonalTo, layer));
    const along = checkHeldOut(own, directionOf, dealing);
    if (along === null) return [];
    return [{ pooling: other, ...along, cosine: cosineOf(directionOf(dealing.pairs.map((_, i) => i)), vector) }];
  });
}
