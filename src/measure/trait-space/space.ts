import type { WorkOptions } from "../respondent.ts";
import { principalComponents } from "./components.ts";
import { cosineMatrix } from "./cosines.ts";
import { averageLinkage, leaves } from "./dendrogram.ts";
import type { SpaceFindings, SpaceLayer } from "./findings.ts";
import { randomShares } from "./random.ts";
import { permutedCosines, resampledCosines } from "./redraw.ts";
import { steadinessOf } from "./steadiness.ts";
import { type Drawn, measured, type OfCosines } from "./summary.ts";
import type { PairOfTexts, PooledText, SpaceVector } from "./types.ts";
import { warningsOf } from "./warnings.ts";

export interface SpaceRequest {
  vectors: readonly SpaceVector[];
  /** Layers that all of them have. */
  layers: readonly number[];
  main: SpaceFindings["main"];
  dModel: number;
  /** The texts that they are made of; not asked for where no vector can be made anew. */
  pooled: PooledText;
  /** Draws of the questions, and of places changed. */
  draws: number;
  permutations: number;
}

/** How vectors lie to each other: cosines at every layer with intervals, components, an order, and what chance and shared texts make of that. */
export async function traitSpace(
  request: SpaceRequest,
  { seed, signal, onProgress }: Pick<WorkOptions, "seed" | "signal" | "onProgress">,
): Promise<SpaceFindings> {
  const { vectors, layers, main, dModel, draws, permutations } = request;
  const random = randomShares({ vectors: vectors.length, dModel }, { seed, draws: permutations });
  const made: SpaceLayer[] = [];
  let steadiness: SpaceFindings["steadiness"] = [];
  for (const [done, layer] of layers.entries()) {
    onProgress?.({ phase: "draw anew", done, total: layers.length, unit: "layers" });
    await new Promise(setImmediate); // a signal is heard between layers
    signal?.throwIfAborted();
    const cosines = cosinesAt(vectors, layer);
    const drawn = drawnAt(request, layer, seed);
    made.push(layerOf(layer, cosines, { vectors, random, drawn }));
    if (layer === main.layer && drawn.all) steadiness = steadinessOf(cosines, drawn.all.resampled);
  }
  onProgress?.({ phase: "draw anew", done: layers.length, total: layers.length, unit: "layers" });
  const leading = cosinesAt(vectors, main.layer);
  const joins = averageLinkage(leading.map((row) => row.map((cosine) => 1 - cosine)));
  const findings: Omit<SpaceFindings, "warnings"> = {
    part: "space",
    vectors: vectors.map(({ name, meaning, pole, pairs }) => ({
      ...{ name, meaning, pole },
      questions: isMade(pairs) ? questionsOf(pairs).size : null,
      why: isMade(pairs) ? null : pairs.undefined,
    })),
    ...{ dModel, draws, permutations, layers: made, main, joins, steadiness },
    order: leaves(joins),
    scores: principalComponents(leading).scores,
  };
  return { ...findings, warnings: warningsOf(findings) };
}

const cosinesAt = (vectors: readonly SpaceVector[], layer: number): number[][] =>
  cosineMatrix(vectors.map((vector) => vector.layers.get(layer)!));

/** Draws of those vectors that can be made anew, in the places of all: `all` where every one can be. */
interface DrawnAt {
  some: Drawn | undefined;
  all: Drawn | undefined;
  /** The place of a vector among those drawn; undefined for one that is not. */
  placeOf: ReadonlyMap<number, number>;
}

function drawnAt({ vectors, pooled, dModel, draws, permutations }: SpaceRequest, layer: number, seed: number): DrawnAt {
  const made = vectors.flatMap(({ pairs }, i) => (isMade(pairs) ? [{ i, pairs }] : []));
  const placeOf = new Map(made.map(({ i }, place) => [i, place]));
  if (made.length < 2) return { some: undefined, all: undefined, placeOf };
  const own = { pairs: made.map(({ pairs }) => pairs), pooled, layer, dModel };
  const some = {
    resampled: resampledCosines(own, { seed, draws }),
    permuted: permutedCosines(own, { seed, draws: permutations }),
  };
  return { some, all: made.length === vectors.length ? some : undefined, placeOf };
}

function layerOf(
  layer: number,
  cosines: number[][],
  {
    vectors,
    random,
    drawn: { some, all, placeOf },
  }: { vectors: readonly SpaceVector[]; random: ReturnType<typeof randomShares>; drawn: DrawnAt },
): SpaceLayer {
  const places = vectors.map((_, i) => i);
  const couples = places.flatMap((a) => places.slice(a + 1).map((b) => ({ a, b })));
  const n = sharedQuestions(vectors);
  const pairs = couples.map(({ a, b }) => {
    const [first, second] = [placeOf.get(a), placeOf.get(b)];
    const known = first !== undefined && second !== undefined ? some : undefined;
    const of: OfCosines = (matrix) => matrix[first!]![second!]!;
    return { a, b, ...measured(cosines[a]![b]!, of, { drawn: known, n: n(a, b) }) };
  });
  const total = questionsOf(vectors.flatMap(({ pairs }) => (isMade(pairs) ? pairs : []))).size;
  const whole = (of: OfCosines) => measured(of(cosines), of, { drawn: all, n: total });
  const meanOf = (chosen: Couples): OfCosines => {
    return (matrix) => chosen.reduce((sum, { a, b }) => sum + matrix[a]![b]!, 0) / chosen.length;
  };
  const areOpposite = ({ a, b }: { a: number; b: number }) => opposite(vectors[a]!.pole, vectors[b]!.pole);
  const opposites = couples.filter(areOpposite);
  const others = couples.filter((couple) => !areOpposite(couple));
  return {
    layer,
    pairs,
    opposite: opposites.length === 0 ? null : whole(meanOf(opposites)),
    other: others.length === 0 ? null : whole(meanOf(others)),
    contrast:
      opposites.length === 0 || others.length === 0
        ? null
        : whole((matrix) => meanOf(opposites)(matrix) - meanOf(others)(matrix)),
    shares: random.map((chance, k) => ({ ...whole((matrix) => sharesOf(matrix)[k]!), random: chance })),
    common: whole(meanOfAll),
  };
}

type Couples = readonly { a: number; b: number }[];

const components = new WeakMap<object, number[]>();

/** Shares of a matrix, computed once for all that is asked of it. */
function sharesOf(matrix: readonly (readonly number[])[]): number[] {
  const known = components.get(matrix);
  if (known) return known;
  const bad = matrix.some((row) => row.some(Number.isNaN));
  const shares = bad ? matrix.slice(1).map(() => Number.NaN) : principalComponents(matrix).shares;
  components.set(matrix, shares);
  return shares;
}

const meanOfAll = (matrix: readonly (readonly number[])[]): number =>
  matrix.flat().reduce((sum, x) => sum + x, 0) / matrix.length ** 2;

/** Whether two poles are the ends of one trait. */
function opposite(a: string | null, b: string | null): boolean {
  if (a === null || b === null || a === b) return false;
  return a.split("/")[0] === b.split("/")[0];
}

const isMade = (pairs: SpaceVector["pairs"]): pairs is readonly PairOfTexts[] => !("undefined" in pairs);

const questionsOf = (pairs: readonly PairOfTexts[]): Set<string> => new Set(pairs.map(({ question }) => question));

/** How many questions two vectors rest on, those of both counted once. */
function sharedQuestions(vectors: readonly SpaceVector[]) {
  const own = vectors.map(({ pairs }) => (isMade(pairs) ? questionsOf(pairs) : new Set<string>()));
  return (a: number, b: number): number => new Set([...own[a]!, ...own[b]!]).size;
}
