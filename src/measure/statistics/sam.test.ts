import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { sam } from "./sam.ts";

interface Case {
  a: number[][];
  b: number[][];
  d: number[];
  s0: number;
  q: number[];
  labellings: number;
}

const golden = JSON.parse(readFileSync(new URL("../../../oracles/golden/sam.json", import.meta.url), "utf8")) as Case[];
const rows = (values: readonly (readonly number[])[]) => values.map((row) => Float64Array.from(row));

test.each(golden)("statistics, s0 and q-values as NumPy has them", (one) => {
  const { d, s0, q, labellings } = sam(rows(one.a), rows(one.b), { seed: 0 });
  expect(labellings).toBe(one.labellings);
  expect(Math.abs(s0 - one.s0)).toBeLessThan(1e-12);
  for (const [i, value] of one.d.entries()) expect(Math.abs(d[i]! - value)).toBeLessThan(1e-9);
  for (const [i, value] of one.q.entries()) expect(Math.abs(q[i]! - value)).toBeLessThan(1e-12);
  expect(Math.min(...q)).toBeGreaterThan(0);
});

/** So many samples of so many units, whose noises go together in blocks of eight and differ in size. */
function noise(samples: number, units: number, stream: string): Float64Array[] {
  const random = randomStream(0, stream);
  return Array.from({ length: samples }, () => {
    const [shared, own] = [normals(units, random), normals(units, random)];
    return own.map((x, i) => (x + shared[i - (i % 8)]!) * (1 + (i % 5)));
  });
}

test("among groups of one kind, the share of data sets with a discovery is at most the nominal rate", () => {
  const repeats = 400;
  const found = Array.from({ length: repeats }, (_, i) => {
    const all = noise(6, 120, `null/${i}`);
    return sam(all.slice(0, 3), all.slice(3), { seed: i }).q.some((q) => q <= 0.1);
  }).filter(Boolean).length;
  // All units are nulls, so this share is the false-discovery rate; three standard errors of its mean over it.
  expect(found / repeats).toBeLessThan(0.1 + 3 * Math.sqrt((0.1 * 0.9) / repeats));
  expect(found).toBeGreaterThan(0);
});

test("units that differ are found among those that do not, also by drawn labellings", () => {
  const [a, b] = [noise(6, 200, "a"), noise(6, 200, "b")];
  for (const sample of a) for (let i = 0; i < 10; i++) sample[i]! += 12;
  for (const most of [1000, 200]) {
    const { q, labellings } = sam(a, b, { seed: 0, most });
    expect(labellings).toBe(Math.min(924, most));
    expect(Array.from(q.slice(0, 10)).filter((rate) => rate <= 0.1).length).toBeGreaterThan(7);
    expect(Array.from(q.slice(10)).filter((rate) => rate <= 0.1).length).toBeLessThan(4);
  }
});

test("a unit that neither varies nor differs is never called, and one sample a group is refused", () => {
  const groups = [1, 2, 3].map((x) => Float64Array.of(0, x, 5));
  const { d, q } = sam(
    groups,
    groups.map((sample) => sample.map((x, i) => (i === 1 ? x + 40 : x))),
    { seed: 0 },
  );
  expect(d[0]).toBe(0);
  expect(q[0]).toBe(1);
  expect(q[1]).toBeCloseTo(0.1, 12);
  expect(() => sam([Float64Array.of(1)], groups, { seed: 0 })).toThrow("two samples");
});
