import { expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { randomDirections } from "./random.ts";
import { cosine, dot, norm } from "./vectors.ts";

const width = 64;
const draw = (name: string) => Float32Array.from(normals(width, randomStream(1, name)));
const first = draw("first");
/** Layers that resemble each other, one of them twice as long as another along the same line. */
const vectors = new Map([
  [0, first],
  [2, draw("second").map((x, i) => first[i]! + x / 4)],
  [3, first.map((x) => 2 * x)],
]);

it("random directions keep every length and every angle, and point elsewhere", () => {
  const random = randomDirections({ vectors }, { seed: 3 });
  expect([...random.keys()]).toEqual([0, 2, 3]);
  for (const [i, a] of vectors)
    for (const [j, b] of vectors)
      expect(dot(random.get(i)!, random.get(j)!) / norm(a) / norm(b)).toBeCloseTo(cosine(a, b), 5);
  // Cosines of random lines in 64 dimensions have a deviation of 1/8.
  for (const [layer, vector] of vectors) expect(Math.abs(cosine(random.get(layer)!, vector))).toBeLessThan(0.5);
});

it("random directions are those of their seed", () => {
  const of = (seed: number) => [...randomDirections({ vectors }, { seed }).values()].map(String);
  expect(of(0)).toEqual(of(0));
  expect(of(0)).not.toEqual(of(1));
});
