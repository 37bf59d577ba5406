import { expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { dealt, difference, splitHalfCosine } from "./folds.ts";
import type { PlaceSums, SidedText } from "./place-sums-task.ts";

const place = { part: "response", reduce: "last" } as const;
const text = (id: number, positive: number, negative: number): SidedText => ({
  id: String(id),
  messages: "x",
  positive: Array(positive).fill(place),
  negative: Array(negative).fill(place),
});

it("texts are dealt whole into eight parts, each of which gets both sides while there are enough", () => {
  const texts = Array.from({ length: 40 }, (_, i) => text(i, i < 9 ? 1 : 0, 1));
  const folds = dealt(texts, 0);
  expect(
    folds
      .flat()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(texts.map(({ id }) => id).sort());
  expect(folds.map(({ length }) => length)).toEqual(Array(8).fill(5));
  for (const fold of folds) expect(fold.some(({ positive }) => positive.length > 0)).toBe(true);
  expect(dealt(texts.slice(0, 3), 0)).toHaveLength(3);
});

const width = 400;
const draw = (name: string) => normals(width, randomStream(0, name));
/** Parts whose positive mean is `signal` times one vector and noise of deviation `noise` an entry, over places. */
const parts = (signal: number, noise: number, count = 8): PlaceSums[] =>
  Array.from({ length: count }, (_, i) => {
    const places = i + 1;
    const own = draw(`noise ${i}`);
    const sums = [Float32Array.from(draw("signal"), (x, k) => places * (signal * x + noise * own[k]!))];
    const negative = { texts: 1, places: 2, sums: [new Float32Array(width).fill(2)] };
    return { sides: { positive: { texts: 1, places, sums }, negative }, norms: [[1]] };
  });

it("the difference weighs every place alike", () => {
  const two = parts(1, 0, 2);
  two[1]!.sides.positive.sums[0]!.fill(0);
  // One place of the signal and two of nothing, less a mean of 1.
  const signal = draw("signal");
  for (const [i, x] of difference(two, 0)!.entries()) expect(x).toBeCloseTo(signal[i]! / 3 - 1, 5);
  const empty = { texts: 0, places: 0, sums: [] };
  expect(difference([{ ...two[0]!, sides: { ...two[0]!.sides, positive: empty } }], 0)).toBeNull();
});

it("split-half cosine is 1 for a signal, 0 for noise, over all 35 ways to halve eight parts", () => {
  // Of the constant of 1 that the negative side takes away both halves hold the same: keep it out.
  const centred = (own: PlaceSums[]) =>
    own.map((part) => ({
      ...part,
      sides: { ...part.sides, negative: { ...part.sides.negative, sums: [new Float32Array(width)] } },
    }));
  const sure = splitHalfCosine(centred(parts(1, 0)), 0)!;
  expect(sure.n).toBe(35);
  expect(sure.value).toBeCloseTo(1, 6);
  const none = splitHalfCosine(centred(parts(0, 1)), 0)!;
  expect(Math.abs(none.value)).toBeLessThan(0.15);
  expect(none.low!).toBeLessThan(none.value);
  expect(none.high!).toBeGreaterThan(none.value);
  expect(splitHalfCosine(parts(1, 0, 1), 0)).toBeNull();
  expect(splitHalfCosine(centred(parts(1, 0, 2)), 0)).toMatchObject({ n: 1, low: null, high: null });
});
