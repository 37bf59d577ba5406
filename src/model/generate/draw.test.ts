import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RandomStream, randomStream } from "../../base/random.ts";
import { argmax, draw, keptTokens } from "./draw.ts";
import { penalised } from "./penalised.ts";
import type { Sampling } from "./sampling.ts";

const plain: Sampling = { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };

interface Golden {
  logits: number[][];
  prompt: number[];
  cases: { settings: Sampling; row: number; ids: number[]; probabilities: number[] }[];
}

describe("against transformers' logits processors", () => {
  const golden = JSON.parse(
    readFileSync(new URL("../../../oracles/golden/sampling.json", import.meta.url), "utf8"),
  ) as Golden;

  it("the same tokens are kept, with the same probabilities", () => {
    expect(golden.cases.length).toBeGreaterThan(200);
    for (const { settings, row, ids, probabilities } of golden.cases) {
      const weights = penalised(Float32Array.from(golden.logits[row]!), new Set(golden.prompt), settings);
      const kept = Array.from(keptTokens(weights, settings)).sort((a, b) => a - b);
      expect(kept, JSON.stringify(settings)).toEqual(ids);
      const total = kept.reduce((sum, id) => sum + weights[id]!, 0);
      for (const [i, id] of kept.entries())
        expect(Math.abs(weights[id]! / total - probabilities[i]!)).toBeLessThan(2e-6);
    }
  });
});

/** A stream that gives (i + 1/2) / n, each once: what is drawn from it is the distribution itself. */
function evenly(n: number): RandomStream {
  let i = 0;
  return { uniform: () => (i++ + 0.5) / n, integer: () => 0, bits: () => 0 };
}

/** By the definitions, on whole sorted lists: id -> probability. */
function reference(row: Float32Array, { topK, topP, minP }: Sampling): Map<number, number> {
  let list = Array.from(row, (p, id) => ({ id, p })).filter(({ p }) => p > 0);
  list.sort((a, b) => b.p - a.p || a.id - b.id);
  const total = () => list.reduce((sum, { p }) => sum + p, 0);
  if (topK > 0) list = list.slice(0, topK);
  if (topP < 1) {
    const mass = topP * total();
    let before = 0;
    list = list.filter(({ p }) => {
      before += p;
      return before - p < mass;
    });
  }
  list = list.filter(({ p }) => p >= minP * list[0]!.p);
  const all = total();
  return new Map(list.map(({ id, p }) => [id, p / all]));
}

/** Probabilities [vocab], some of them 0, some equal. */
const row = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 60,
  })
  .filter((weights) => weights.some((x) => x > 1e-3))
  .map((weights) => {
    const total = weights.reduce((a, b) => a + b, 0);
    return Float32Array.from(weights, (x) => x / total);
  });
const settings = fc.record({
  temperature: fc.constant(1),
  topK: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 70 })),
  topP: fc.oneof(fc.constant(1), fc.double({ min: 0.01, max: 1, noNaN: true })),
  minP: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.99, noNaN: true })),
  repetitionPenalty: fc.constant(1),
});

describe("draw", () => {
  it("has exactly the filtered distribution", () => {
    const n = 2000;
    fc.assert(
      fc.property(row, settings, (weights, sampling) => {
        const stream = evenly(n);
        const counts = new Map<number, number>();
        for (let i = 0; i < n; i++) {
          const id = draw(weights, sampling, stream);
          counts.set(id, (counts.get(id) ?? 0) + 1);
        }
        const expected = reference(weights, sampling);
        for (const id of counts.keys()) expect(expected.has(id)).toBe(true);
        for (const [id, p] of expected) expect(Math.abs((counts.get(id) ?? 0) - n * p)).toBeLessThanOrEqual(1.01);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps what the definitions keep in a vocabulary of 50,000, flat or peaked", () => {
    for (const sharpness of [0.1, 3, 12]) {
      const random = randomStream(1, String(sharpness));
      const raw = Float64Array.from({ length: 50_000 }, () =>
        Math.exp(sharpness * random.uniform() * random.uniform()),
      );
      const total = raw.reduce((a, b) => a + b, 0);
      const weights = Float32Array.from(raw, (x) => x / total);
      for (const change of [
        { topK: 1 },
        { topK: 50 },
        { topK: 49_999 },
        { topP: 0.5 },
        { topP: 0.999 },
        { minP: 0.3 },
      ]) {
        const sampling = { ...plain, ...change };
        expect(Array.from(keptTokens(weights, sampling))).toEqual([...reference(weights, sampling).keys()]);
      }
    }
  });

  it("from a seeded stream follows the distribution: chi-square of 20,000 draws", () => {
    const p = Float32Array.of(0.4, 0.25, 0.15, 0.1, 0.06, 0.04);
    for (const sampling of [plain, { ...plain, topK: 6 }, { ...plain, topP: 0.9 }]) {
      const expected = reference(p, sampling);
      const stream = randomStream(7, "draws");
      const counts = new Float64Array(p.length);
      for (let i = 0; i < 20_000; i++) counts[draw(p, sampling, stream)]!++;
      let chi = 0;
      for (const [id, share] of expected) chi += (counts[id]! - 20_000 * share) ** 2 / (20_000 * share);
      // The 99th percentile with five degrees of freedom; with four it is 13.3.
      expect(chi).toBeLessThan(15.1);
      expect(counts.reduce((a, b) => a + b, 0)).toBe([...expected.keys()].reduce((sum, id) => sum + counts[id]!, 0));
    }
  });

  it("never takes a token of probability 0, whatever the stream says", () => {
    const highest: RandomStream = { uniform: () => 1 - 2 ** -53, integer: () => 0, bits: () => 0 };
    const weights = Float32Array.of(0, 0.3, 0, 0.7, 0);
    for (const change of [{}, { topK: 4 }, { topP: 0.9999999 }, { minP: 1e-9 }])
      expect([1, 3]).toContain(draw(weights, { ...plain, ...change }, highest));
  });

  it("uses one number of the stream, whatever the filters", () => {
    fc.assert(
      fc.property(row, settings, (weights, sampling) => {
        let used = 0;
        const uniform = () => {
          used++;
          return 0.3;
        };
        draw(weights, sampling, { uniform, integer: () => 0, bits: () => 0 });
        expect(used).toBe(1);
      }),
    );
  });
});

describe("argmax", () => {
  it("is the first of the largest", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1 }), (values) => {
        expect(argmax(Float32Array.from(values))).toBe(values.indexOf(Math.max(...values)));
      }),
    );
  });
});
