import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { goldenFolder } from "../../model/testing/golden-llama.ts";
import { principalComponents } from "./components.ts";
import { cosineMatrix } from "./cosines.ts";
import { averageLinkage, leaves } from "./dendrogram.ts";
import { linkedQuestions, permutedCosines, resampledCosines } from "./redraw.ts";
import { traitSpace } from "./space.ts";
import type { PairOfTexts, SpaceVector } from "./types.ts";
import { madeOfThese } from "./verify.ts";

interface Golden {
  vectors: number[][];
  cosines: number[][];
  shares: number[];
  scores: number[][];
  common: number;
  joins: { first: number; second: number; distance: number }[];
  leaves: number[];
  /** [question][vector, then the shared one][width] */
  texts: number[][][];
  drawn: number[];
  cosinesAnew: number[][];
}
const golden = JSON.parse(readFileSync(`${goldenFolder("")}/vectors_space.json`, "utf8")) as Golden;

const close = (found: readonly number[][], wanted: readonly number[][], digits = 10) => {
  expect(found.length).toBe(wanted.length);
  for (const [i, row] of wanted.entries())
    for (const [j, value] of row.entries()) expect(found[i]![j]).toBeCloseTo(value, digits);
};

describe("equal to NumPy and SciPy", () => {
  it("cosines", () => close(cosineMatrix(golden.vectors), golden.cosines));

  it("principal components of the unit vectors: shares, places and what all have in common", () => {
    const { shares, scores, common } = principalComponents(golden.cosines);
    close([shares], [golden.shares]);
    close(scores, golden.scores, 8);
    expect(common).toBeCloseTo(golden.common, 12);
  });

  it("the dendrogram's joins and leaves", () => {
    const joins = averageLinkage(golden.cosines.map((row) => row.map((x) => 1 - x)));
    expect(joins.map(({ first, second }) => [first, second])).toEqual(
      golden.joins.map(({ first, second }) => [first, second]),
    );
    for (const [i, { distance }] of golden.joins.entries()) expect(joins[i]!.distance).toBeCloseTo(distance, 12);
    expect(leaves(joins)).toEqual(golden.leaves);
  });

  it("vectors made anew of drawn questions", () => {
    const { texts, drawn } = golden;
    const width = texts[0]!.length;
    const flat = texts.flat().map((row) => Float32Array.from(row));
    // The questions that were drawn, as so many questions: a draw that takes each of them once is the vectors as they are.
    const pairs = Array.from({ length: width - 1 }, (_, vector) =>
      drawn.map((q): PairOfTexts => ({ question: "one", positive: q * width + vector, negative: (q + 1) * width - 1 })),
    );
    const own = { pairs, pooled: (text: number) => flat[text]!, layer: 0, dModel: texts[0]![0]!.length };
    close(resampledCosines(own, { seed: 0, draws: 1 })[0]!, golden.cosinesAnew);
  });
});

/** Texts of some voices at questions, and a neutral one: voice v of question q is `voices * q + v`. */
function planted(voices: readonly Float64Array[], { questions, noise }: { questions: number; noise: number }) {
  const random = randomStream(1, "planted");
  const rows = Array.from({ length: questions }, () =>
    voices.map((voice) => {
      const chance = normals(voice.length, random);
      return Float32Array.from(voice, (x, i) => x + noise * chance[i]!);
    }),
  ).flat();
  const pairsOf = (positive: number, negative: number): PairOfTexts[] =>
    Array.from({ length: questions }, (_, q) => ({
      question: `q${q}`,
      positive: q * voices.length + positive,
      negative: q * voices.length + negative,
    }));
  return { pooled: (text: number) => rows[text]!, pairsOf };
}

const dModel = 64;
const axis = (i: number, length: number): Float64Array =>
  Float64Array.from({ length: dModel }, (_, k) => (k === i ? length : 0));

describe("the control of answers that change places", () => {
  it("is a half for vectors that share their other side, -1 for exchanged sides, 0 for texts of their own", () => {
    const { pooled, pairsOf } = planted(
      [0, 1, 2, 3].map((i) => axis(i, 0)),
      { questions: 200, noise: 1 },
    );
    const mean = (pairs: PairOfTexts[][]) => {
      const all = permutedCosines({ pairs, pooled, layer: 0, dModel }, { seed: 0, draws: 100 });
      return all.reduce((sum, matrix) => sum + matrix[0]![1]!, 0) / all.length;
    };
    expect(mean([pairsOf(0, 3), pairsOf(1, 3)])).toBeCloseTo(0.5, 1);
    expect(mean([pairsOf(0, 1), pairsOf(1, 0)])).toBeCloseTo(-1, 12);
    expect(Math.abs(mean([pairsOf(0, 1), pairsOf(2, 3)]))).toBeLessThan(0.05);
  });
});

it("questions of vectors that share some are drawn together, others apart", () => {
  const at = (...questions: string[]) => questions.map((question) => ({ question, positive: 0, negative: 0 }));
  expect(linkedQuestions([at("a", "b"), at("x"), at("b", "c"), at("c")])).toEqual([["x"], ["a", "b", "c"]]);
});

describe("a planted space", () => {
  const voices = [axis(0, 3), axis(0, -3), axis(1, 2), axis(1, -2), axis(9, 0)];
  const { pooled, pairsOf } = planted(voices, { questions: 40, noise: 0.1 });
  const poles = ["warm/high", "warm/low", "loud/high", "loud/low"];
  const vectors = poles.map((pole, i): SpaceVector => {
    const pairs = pairsOf(i, 4);
    const sum = new Float64Array(dModel);
    for (const { positive, negative } of pairs)
      for (let k = 0; k < dModel; k++) sum[k]! += pooled(positive)[k]! - pooled(negative)[k]!;
    return { name: pole, meaning: pole, pole, layers: new Map([[2, Float32Array.from(sum)]]), pairs };
  });
  const request = { layers: [2], main: { layer: 2, why: "one" }, dModel, pooled, draws: 200, permutations: 60 };

  it("is found: opposite poles beyond what shared answers give, two components, intervals that hold the values", async () => {
    const { layers, scores, steadiness, warnings } = await traitSpace({ vectors, ...request }, { seed: 0 });
    const { opposite, other, contrast, shares, pairs } = layers[0]!;
    expect(opposite!.value).toBeLessThan(-0.95);
    expect(contrast!.value).toBeCloseTo(opposite!.value - other!.value, 12);
    expect(contrast!.value).toBeLessThan(contrast!.permuted!.low);
    expect(opposite!.permuted!.low).toBeGreaterThan(opposite!.value);
    expect(shares[0]!.value + shares[1]!.value).toBeGreaterThan(0.95);
    expect(shares[1]!.value).toBeGreaterThan(shares[1]!.permuted!.high);
    expect(Math.sign(scores[0]![0]!)).toBe(-Math.sign(scores[0]![1]!));
    expect(steadiness).toHaveLength(3);
    for (const { value, low, high } of pairs) {
      expect(low!).toBeLessThanOrEqual(value + 0.02);
      expect(high!).toBeGreaterThanOrEqual(value - 0.02);
    }
    expect(warnings.join(" ")).toContain("6 of 6 pairs of vectors share answers");
  });

  it("has no intervals where a vector cannot be made anew, and says of which and why", async () => {
    const some = vectors.map((vector, i) =>
      i === 1 ? { ...vector, pairs: { undefined: "it was imported" } } : vector,
    );
    const { layers, warnings, vectors: told } = await traitSpace({ vectors: some, ...request }, { seed: 0 });
    const { pairs, opposite } = layers[0]!;
    expect(pairs.filter(({ low }) => low === null).map(({ a, b }) => [a, b])).toEqual([
      [0, 1],
      [1, 2],
      [1, 3],
    ]);
    const whole = await traitSpace({ vectors, ...request }, { seed: 0 });
    expect(pairs.map(({ value }) => value)).toEqual(whole.layers[0]!.pairs.map(({ value }) => value));
    expect(opposite).toMatchObject({ low: null, permuted: null });
    expect(told[1]).toMatchObject({ questions: null, why: "it was imported" });
    expect(warnings[0]).toBe("Cosines of warm/low have no interval or control: it was imported.");
  });

  it("takes answers for a vector's own only if they make it", () => {
    const how = { pooled, layers: [2], dModel };
    expect(madeOfThese(vectors[0]!, how)).toBe(vectors[0]);
    const { pairs } = madeOfThese({ ...vectors[0]!, pairs: vectors[2]!.pairs }, how);
    expect(pairs).toMatchObject({ undefined: expect.stringContaining("make another vector (cosine") });
  });
});
