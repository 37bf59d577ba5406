import { logistic } from "./logistic.ts";
import { meanDifference } from "./mean-difference.ts";
import { pcaCentre, pcaDifference } from "./principal.ts";
import type { DirectionOf, LayerPools, Pooling } from "./types.ts";

/** One way to make a direction of pairs. */
interface Recipe {
  /** What is done, for reports. */
  about: string;
  /** How the method's authors pool. */
  pooling: Pooling;
  /** Length of what comes out: as it is, or 1. */
  norm: "raw" | "unit";
  /** How many halvings of the questions are affordable, of the 35 that there are. */
  halvings: number;
  /** Gets a layer's pools once, so that what all subsets of the pairs share is computed once. */
  of(pools: LayerPools): DirectionOf;
}

/** Each has + where the trait is present. */
export const recipes = {
  "mean-diff": {
    about: "mean of the positive side less mean of the negative one (persona vectors, arXiv 2507.21509)",
    pooling: "response-mean",
    norm: "raw",
    halvings: 35,
    of: meanDifference,
  },
  "pca-center": {
    about: "first component of both sides, each pair's midpoint taken off (repeng)",
    pooling: "response-last",
    norm: "unit",
    halvings: 5,
    of: pcaCentre,
  },
  "pca-diff": {
    about: "first component of the pairs' differences, their mean taken off (repeng)",
    pooling: "response-last",
    norm: "unit",
    halvings: 5,
    of: pcaDifference,
  },
  logistic: {
    about: "normal of a logistic regression that tells the sides apart",
    pooling: "response-mean",
    norm: "unit",
    halvings: 3,
    of: logistic,
  },
} as const satisfies Record<string, Recipe>;
export type RecipeName = keyof typeof recipes;
export const recipeNames = Object.keys(recipes) as RecipeName[];
