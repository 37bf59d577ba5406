import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { addScaled, orthonormal, project } from "../../model/directions/basis.ts";
import type { Resamples } from "../statistics/bootstrap.ts";
import { heldOut, heldOutAlong } from "./held-out.ts";
import { logisticPenalty } from "./logistic.ts";
import { type RecipeName, recipeNames, recipes } from "./recipes.ts";

interface Golden {
  direction: number[];
  purified: number[];
  along: [number[], number[]];
  auc: number;
  d: number;
  drawnAuc: number;
  drawnD: number;
}
interface Case {
  positive: number[][];
  negative: number[][];
  others: number[][];
  parts: number[][];
  questions: number[];
  drawn: number[];
  recipes: Record<RecipeName, Golden>;
}
// oracles/vectors_recipes.py: repeng's read_representations, scikit-learn and NumPy
const golden: { penalty: number; cases: Case[] } = JSON.parse(
  readFileSync(new URL("../../../oracles/golden/vectors_recipes.json", import.meta.url), "utf8"),
);
/** Largest difference over the largest expected magnitude. */
const relativeDifference = (actual: Float64Array, expected: number[]) =>
  Math.max(...expected.map((x, i) => Math.abs(actual[i]! - x))) / Math.max(...expected.map(Math.abs));
const rows = (values: number[][]) => values.map((row) => Float32Array.from(row));

describe.each(golden.cases.map((each, i) => [`case ${i + 1}`, each] as const))("%s", (_, given) => {
  const pools = { positive: rows(given.positive), negative: rows(given.negative) };
  const all = given.positive.map((_, i) => i);
  const count = new Set(given.questions).size;
  const clusters = Array.from({ length: count }, (_, q) => all.filter((i) => given.questions[i] === q));
  /** Twenty times the same draw: the fewest that make an interval, which is then a point. */
  const draws: Resamples = { n: count, count: 20, indices: Uint32Array.from(Array(20).fill(given.drawn).flat()) };
  it.each(recipeNames)("%s: the direction, purified too, and held-out pairs along it", (name) => {
    expect(logisticPenalty).toBe(golden.penalty);
    const expected = given.recipes[name];
    const directionOf = recipes[name].of(pools);
    const direction = directionOf(all);
    expect(relativeDifference(direction, expected.direction)).toBeLessThan(1e-5);

    const others = orthonormal(given.others.map((row) => Float64Array.from(row)));
    const pure = direction.slice();
    addScaled(pure, project(direction, others), -1);
    expect(relativeDifference(pure, expected.purified)).toBeLessThan(1e-5);

    const along = heldOutAlong(pools, given.parts, directionOf);
    expect(relativeDifference(along.positive, expected.along[0])).toBeLessThan(1e-4);
    expect(relativeDifference(along.negative, expected.along[1])).toBeLessThan(1e-4);
    const { auc, d } = heldOut(along, clusters, draws)!;
    expect(auc.value).toBeCloseTo(expected.auc, 9);
    expect(d.value).toBeCloseTo(expected.d, 4);
    expect(d.low).toBeCloseTo(expected.drawnD, 4);
    expect(d.high).toBeCloseTo(expected.drawnD, 4);
    if (expected.auc < 1) {
      expect(auc.low).toBeCloseTo(expected.drawnAuc, 9);
      expect(auc.high).toBeCloseTo(expected.drawnAuc, 9);
    }
    expect(auc.n).toBe(count);
  });
});
