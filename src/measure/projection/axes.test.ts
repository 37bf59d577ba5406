import { expect, test } from "vitest";
import { norm } from "../../model/directions/vectors.ts";
import { axesOf, type NamedDirections } from "./axes.ts";
import { mainLayer } from "./main-layer.ts";

const named = (name: string, layers: number[], suggested?: number): NamedDirections => ({
  name,
  directions: {
    about: {
      model: { name: "m", sha256: "0".repeat(64) },
      meaning: "x",
      pooling: "p",
      positions: "q",
      recipe: { name: "r" },
      medianNorms: { "layers.1.resid_post": 7 },
      ...(suggested === undefined ? {} : { suggested: { layer: suggested, by: "held-out d" } }),
    },
    vectors: new Map(layers.map((layer) => [layer, Float32Array.of(3, 0, -4)])),
  },
});

test("axes are of length 1, and know their layer's norm where the file says it", () => {
  const axes = axesOf([named("a", [0, 1]), named("b", [1])]);
  expect(axes.map(({ id, medianNorm }) => [id, medianNorm])).toEqual([
    ["a@0", null],
    ["a@1", 7],
    ["b@1", 7],
  ]);
  for (const { unit } of axes) expect(norm(unit)).toBeCloseTo(1, 6);
  expect(() => axesOf([named("a", [0, 1])], [2])).toThrow('The vector "a" has no layer 2: it has 0, 1.');
  expect(() => axesOf([named("a", [0]), named("a", [1])])).toThrow('Two vectors are called "a"');
});

test("the leading layer is the one asked for, the one suggested, or the nearest to three fifths of the depth", () => {
  const { directions } = named("a", [0, 1, 2, 3], 1);
  expect(mainLayer(directions, { asked: [3], depth: 4 })).toEqual({ layer: 3, why: "asked for" });
  expect(mainLayer(directions, { depth: 4 })).toEqual({ layer: 1, why: "held-out d" });
  expect(mainLayer(directions, { asked: [0, 3], depth: 4 }).layer).toBe(3);
  expect(mainLayer(named("a", [0, 1, 2, 3]).directions, { depth: 4 }).layer).toBe(2);
  expect(mainLayer(named("a", [0, 1]).directions, { depth: 30 }).layer).toBe(1);
});
