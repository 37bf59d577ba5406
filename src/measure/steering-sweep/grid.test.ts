import fc from "fast-check";
import { expect, test } from "vitest";
import { chosenPoint } from "./choose.ts";
import type { SweepPoint } from "./findings.ts";
import { gridOf, spreadLayers } from "./grid.ts";

test("layers are spread over those there are: ascending, each once, as many as asked for", () => {
  expect(spreadLayers([...Array(30).keys()], 8)).toEqual([1, 5, 9, 13, 16, 20, 24, 28]);
  expect(spreadLayers([0, 1, 2, 3], 8)).toEqual([0, 1, 2, 3]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 20 }), (depth, count) => {
      const layers = spreadLayers([...Array(depth).keys()], count);
      expect(layers).toHaveLength(Math.min(depth, count));
      expect(layers).toEqual([...new Set(layers)].sort((a, b) => a - b));
    }),
  );
});

test("strengths go from the weakest to the strongest, both ways where asked for", () => {
  expect(gridOf([3], [0.2, 0.1], false).map(({ strength }) => strength)).toEqual([0.1, 0.2]);
  expect(gridOf([3], [0.2, 0.1], true).map(({ strength }) => strength)).toEqual([-0.2, -0.1, 0.1, 0.2]);
});

const estimate = (value: number) => ({ value, low: value, high: value, n: 9 });
const point = (layer: number, strength: number, trait: number | null, coherence: number | null): SweepPoint => ({
  layer,
  strength,
  added: 1,
  sample: "",
  trait: trait === null ? null : estimate(trait),
  coherence: coherence === null ? null : estimate(coherence),
  perplexity: null,
  esr: estimate(0),
  ended: estimate(1),
  unscored: 0,
});

test("the best point has the most of the trait at or above the floor; of equals it is the gentlest; the lowest has the least", () => {
  const points = [
    point(1, 0.1, 20, 90),
    point(1, 0.4, 60, 75),
    point(2, 0.3, 60, 80),
    point(2, 0.9, 99, 74.9),
    point(3, 0.1, null, 99),
    point(3, 0.2, 95, null),
    point(3, -0.2, 3, 88),
  ];
  expect(chosenPoint(points, 75, 1)).toEqual({ layer: 2, strength: 0.3 });
  expect(chosenPoint(points, 75, -1)).toEqual({ layer: 3, strength: -0.2 });
  expect(chosenPoint(points, null, 1)).toEqual({ layer: 2, strength: 0.9 });
  expect(chosenPoint(points, 99.5, 1)).toBeNull();
});
