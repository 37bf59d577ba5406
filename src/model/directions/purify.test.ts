import { expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import type { Directions } from "./about.ts";
import { purified } from "./purify.ts";
import { cosine } from "./vectors.ts";

const width = 48;
const draw = (name: string) => Float32Array.from(normals(width, randomStream(2, name)));
const place = { texts: 1, places: 1 };
const directions = (meaning: string, vectors: [number, Float32Array][]): Directions => ({
  about: {
    model: { name: "m", sha256: "0".repeat(64) },
    meaning,
    pooling: "p",
    positions: "q",
    recipe: { name: "drawn" },
    counts: { positive: place, negative: place },
    medianNorms: {},
  },
  vectors: new Map(vectors),
});
const [emoji, warm, loud] = ["emoji", "warm", "loud"].map(draw) as [Float32Array, Float32Array, Float32Array];
const mixed = emoji.map((x, i) => x + 2 * warm[i]! - loud[i]!);

it("what is purified is at right angles to each of the others, also where those lean on each other", () => {
  const slanted = loud.map((x, i) => x + 3 * warm[i]!);
  const pure = purified(directions("emoji", [[1, mixed]]), [
    directions("warm", [[1, warm]]),
    directions("loud", [[1, slanted]]),
  ]);
  const vector = pure.vectors.get(1)!;
  expect(cosine(vector, warm)).toBeCloseTo(0, 5);
  expect(cosine(vector, slanted)).toBeCloseTo(0, 5);
  expect(cosine(vector, emoji)).toBeGreaterThan(0.9);
  expect(pure.about.recipe).toEqual({ name: "drawn", orthogonalTo: ["warm", "loud"] });
});

it("nothing is left of a direction that lies along another, and one needs the layers of the other", () => {
  const double = directions("emoji", [[1, warm.map((x) => -2 * x)]]);
  expect(() => purified(double, [directions("warm", [[1, warm]])])).toThrow(
    '"emoji" lies along "warm": nothing is left',
  );
  expect(() => purified(double, [directions("warm", [[0, warm]])])).toThrow('"warm" has no direction at layers.1');
});
