import { describe, expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import type { Directions } from "../directions/about.ts";
import { dot, norm } from "../directions/vectors.ts";
import { steersOf } from "./from-record.ts";
import type { SteeringRecord } from "./record.ts";

const width = 8;
const draw = (name: string) => Float32Array.from(normals(width, randomStream(1, name)));
const directions: Directions = {
  about: {
    model: { name: "m", sha256: "0".repeat(64) },
    meaning: "warm",
    pooling: "p",
    positions: "q",
    recipe: { name: "drawn" },
    medianNorms: { "layers.1.resid_post": 4, "layers.2.resid_post": 10 },
  },
  vectors: new Map([
    [1, draw("one")],
    [2, draw("two")],
    [3, draw("three")],
  ]),
};
const record = (own: Partial<SteeringRecord>): SteeringRecord => ({
  vectors: "v.safetensors",
  meaning: "warm",
  kind: "add",
  layers: [1],
  positions: "all",
  ...own,
});
const apply = (h: Float32Array, own: Partial<SteeringRecord>, flipped = false): Float32Array => {
  const turned = new Map([...directions.vectors].map(([layer, v]) => [layer, v.map((x) => -x)]));
  return steersOf(record(own), flipped ? { ...directions, vectors: turned } : directions).reduce((x, steer) => {
    if (steer.kind === "add") return x.map((value, i) => value + steer.vector[i]!);
    const along = dot(x, steer.direction);
    const held = Math.min(Math.max(along, steer.low), steer.high);
    return x.map((value, i) => value + (held - along) * steer.direction[i]!);
  }, h);
};

describe("what a record means", () => {
  it("adds a strength in median norms, whatever the vector's own length", () => {
    const [steer] = steersOf(record({ strength: -0.5 }), directions);
    expect(steer).toMatchObject({ kind: "add", tap: "layers.1.resid_post", positions: "all" });
    const { vector } = steer as Extract<typeof steer, { kind: "add" }>;
    expect(norm(vector!)).toBeCloseTo(2, 5);
    expect(dot(vector!, directions.vectors.get(1)!)).toBeLessThan(0);
  });

  it("adds increments at several layers: by each, what its own vector says", () => {
    const steers = steersOf(record({ layers: [1, 2], strength: 0.3 }), directions);
    const sum = new Float32Array(width);
    for (const steer of steers) if (steer.kind === "add") for (const [i, x] of steer.vector.entries()) sum[i]! += x;
    const [alone] = steersOf(record({ layers: [2], strength: 0.3 }), directions);
    for (const [i, x] of (alone as { vector: Float32Array }).vector.entries()) expect(sum[i]).toBeCloseTo(x, 5);
  });

  it("a floor on v is a ceiling on -v, and both leave alone what does not pass them", () => {
    for (let k = 0; k < 20; k++) {
      const h = draw(`h${k}`);
      const floor = apply(h, { kind: "floor", bounds: [0.4] });
      const ceiling = apply(h, { kind: "ceiling", bounds: [-0.4] }, true);
      for (const [i, x] of floor.entries()) expect(ceiling[i]).toBeCloseTo(x, 5);
      const unit = directions.vectors.get(1)!;
      const along = dot(h, unit) / norm(unit);
      expect(dot(floor, unit) / norm(unit)).toBeCloseTo(Math.max(along, 0.4), 5);
    }
  });

  it("ablates, and mean-ablates to a mean", () => {
    const unit = directions.vectors.get(1)!;
    const h = draw("h");
    expect(dot(apply(h, { kind: "ablate" }), unit)).toBeCloseTo(0, 5);
    expect(dot(apply(h, { kind: "mean-ablate", bounds: [1.5] }), unit) / norm(unit)).toBeCloseTo(1.5, 5);
  });

  it("says what is missing", () => {
    expect(() => steersOf(record({}), directions)).toThrow("needs a strength");
    expect(() => steersOf(record({ kind: "floor" }), directions)).toThrow("needs a bound for each of 1 layers");
    expect(() => steersOf(record({ layers: [7], strength: 1 }), directions)).toThrow("it has those of 1, 2, 3");
    expect(() => steersOf(record({ layers: [3], strength: 1 }), directions)).toThrow("import it again with its model");
  });
});
