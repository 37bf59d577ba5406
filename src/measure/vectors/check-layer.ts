import { addScaled, orthonormal, project } from "../../model/directions/basis.ts";
import { cosine } from "../../model/directions/vectors.ts";
import { drawResamples, type Resamples } from "../statistics/bootstrap.ts";
import { betweenSeeds, splitHalf } from "./agreement.ts";
import { type HeldOut, heldOut, heldOutAlong } from "./held-out.ts";
import { partsBy } from "./parts.ts";
import { type RecipeName, recipes } from "./recipes.ts";
import type { AnswerPair, DirectionOf, LayerPools } from "./types.ts";

/** How pairs are dealt and drawn: the same for every layer. */
export interface Dealing {
  pairs: readonly AnswerPair[];
  /** Pairs by parts of the questions. */
  parts: number[][];
  /** Pairs by question, and the bootstrap's draws of questions. */
  clusters: number[][];
  draws: Resamples;
  seed: number;
}

export function deal(pairs: readonly AnswerPair[], seed: number): Dealing {
  const questions = pairs.map(({ question }) => question);
  const clusters = [...new Set(questions)].map((question) =>
    questions.flatMap((each, i) => (each === question ? [i] : [])),
  );
  const draws = drawResamples(clusters.length, { seed, stream: "vector" });
  return { pairs, parts: partsBy(questions, seed), clusters, draws, seed };
}

/** A recipe at a layer, what it finds less its part along other vectors of the layer. */
export function directionAt(recipe: RecipeName, pools: LayerPools, others: readonly Float32Array[]): DirectionOf {
  const raw = recipes[recipe].of(pools);
  if (others.length === 0) return raw;
  const basis = orthonormal(others.map((other) => Float64Array.from(other)));
  return (pairs) => {
    const direction = raw(pairs);
    addScaled(direction, project(direction, basis), -1);
    return direction;
  };
}

/** Held-out pairs along a direction; null where it is none (the pairs do not differ). */
export const checkHeldOut = (
  pools: LayerPools,
  directionOf: DirectionOf,
  { parts, clusters, draws }: Dealing,
): HeldOut | null => heldOut(heldOutAlong(pools, parts, directionOf), clusters, draws);

/** How far the direction depends on which questions were asked and which answers were drawn. */
export const agreementOf = (recipe: RecipeName, directionOf: DirectionOf, { pairs, parts, seed }: Dealing) => ({
  splitHalf: splitHalf(parts, directionOf, { seed, most: recipes[recipe].halvings }),
  betweenSeeds: betweenSeeds(pairs, parts, directionOf),
});

/** Cosine; 0 where one has no length, so that findings stay JSON. */
export const cosineOf = (a: ArrayLike<number>, b: ArrayLike<number>): number => cosine(a, b) || 0;
