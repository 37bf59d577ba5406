import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byLayer, clampEdits, matchedSet, type Neuron, setSizes } from "./unit-sets.ts";

test("sizes double up to 64, then go by four, and end in all candidates", () => {
  expect(setSizes(1)).toEqual([1]);
  expect(setSizes(3)).toEqual([1, 2, 3]);
  expect(setSizes(64)).toEqual([1, 2, 4, 8, 16, 32, 64]);
  expect(setSizes(512)).toEqual([1, 2, 4, 8, 16, 32, 64, 256, 512]);
});

test("neurons are held by layer, each in its way", () => {
  const set: Neuron[] = [
    { layer: 1, unit: 5 },
    { layer: 0, unit: 2 },
    { layer: 1, unit: 3 },
  ];
  const means = [Float64Array.of(0, 1, 2), Float64Array.of(0, 1, 2, 3, 4, 5)];
  expect(byLayer(set)).toEqual([
    [0, [2]],
    [1, [3, 5]],
  ]);
  const [low, high] = ["layers.0.mlp.act", "layers.1.mlp.act"];
  expect(clampEdits(set, "take", { means })).toEqual([
    { kind: "take", tap: low, units: [2] },
    { kind: "take", tap: high, units: [3, 5] },
  ]);
  expect(clampEdits(set, "zero", { means })[1]).toEqual({ kind: "scale", tap: high, units: [3, 5], factor: 0 });
  expect(clampEdits(set, "mean", { means })[1]).toEqual({ kind: "set", tap: high, units: [3, 5], values: [3, 5] });
});

describe("a matched set", () => {
  /** Layer 0 has 100 neurons of changes 0, 1 ... 99 and alternating sign, layer 1 three. */
  const changes = [Float64Array.from({ length: 100 }, (_, i) => (i % 2 ? -i : i)), Float64Array.of(1, 2, 3)];
  const at = (unit: number, layer = 0) => ({ layer, unit });

  test("is of the same layers and sizes of change, of other neurons, each once, and the same for the same seed", () => {
    const units = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(units, fc.nat(), (wanted, seed) => {
        const set = wanted.map((unit) => at(unit));
        const drawn = matchedSet(set, { changes }, { seed, name: "a" })!;
        expect(drawn).toHaveLength(set.length);
        expect(new Set([...wanted, ...drawn.map(({ unit }) => unit)]).size).toBe(2 * set.length);
        expect(drawn.every(({ layer }) => layer === 0)).toBe(true);
        expect(matchedSet(set, { changes }, { seed, name: "a" })).toEqual(drawn);
      }),
      { numRuns: 30 },
    );
  });

  test("is drawn from the nearest 24, whatever the sign of the change", () => {
    for (let seed = 0; seed < 40; seed++) {
      const [{ unit } = at(-1)] = matchedSet([at(50)], { changes }, { seed, name: "a" })!;
      expect(Math.abs(unit - 50)).toBeLessThanOrEqual(12);
    }
    const draws = Array.from({ length: 40 }, (_, seed) => matchedSet([at(50)], { changes }, { seed, name: "a" })!);
    expect(new Set(draws.map(([drawn]) => drawn!.unit)).size).toBeGreaterThan(12);
  });

  test("is none where a layer has too few neurons left", () => {
    expect(matchedSet([at(0, 1)], { changes }, { seed: 0, name: "a" })).toHaveLength(1);
    expect(matchedSet([at(0, 1), at(1, 1)], { changes }, { seed: 0, name: "a" })).toBeUndefined();
  });
});
