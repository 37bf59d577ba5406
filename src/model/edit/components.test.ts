import { expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import type { LoraAdapter } from "../adapter/types.ts";
import { loraScale } from "../adapter/types.ts";
import { inComponents } from "./components.ts";

const [rank, inner, outer] = [3, 7, 5];
const stream = randomStream(0, "pair");
const pair = {
  a: Float32Array.from(normals(rank * inner, stream)),
  b: Float32Array.from(normals(outer * rank, stream)),
};
const adapter: LoraAdapter = {
  rank,
  alpha: 6,
  rsLora: true,
  dropout: 0,
  targets: ["q_proj"],
  pairs: new Map([["0.q_proj", pair]]),
};

/** b @ a with the components weighed. */
const product = ({ a, b }: typeof pair, weights: readonly number[]) =>
  Array.from({ length: outer * inner }, (_, at) => {
    const [i, j] = [Math.floor(at / inner), at % inner];
    return weights.reduce((sum, weight, k) => sum + weight * b[i * rank + k]! * a[k * inner + j]!, 0);
  });

it("an adapter in its singular directions is the same product, and its components are orthogonal, strongest first", () => {
  const turned = inComponents(adapter);
  const own = turned.pairs.get("0.q_proj")! as typeof pair;
  const values = turned.singularValues.get("0.q_proj")!;
  const all = product(pair, [1, 1, 1]);
  for (const [i, value] of product(own, [1, 1, 1]).entries()) expect(value).toBeCloseTo(all[i]!, 5);
  expect([...values]).toEqual([...values].sort((x, y) => y - x));
  for (let k = 0; k < rank; k++)
    for (let l = 0; l <= k; l++) {
      const dot = (x: Float32Array, width: number, stride: number, from: (k: number) => number) =>
        Array.from({ length: width }, (_, i) => x[from(k) + i * stride]! * x[from(l) + i * stride]!).reduce(
          (s, v) => s + v,
        );
      const sigma = values[k]! / loraScale(adapter);
      expect(dot(own.b, outer, rank, (c) => c)).toBeCloseTo(k === l ? 1 : 0, 5);
      expect(dot(own.a, inner, 1, (c) => c * inner)).toBeCloseTo(k === l ? sigma ** 2 : 0, 4);
    }
  // Eckart and Young: what is left out by keeping the first component has the energy of the others.
  const rest = product(own, [0, 1, 1]).reduce((sum, value) => sum + value ** 2, 0);
  expect(Math.sqrt(rest) * loraScale(adapter)).toBeCloseTo(Math.hypot(values[1]!, values[2]!), 4);
});
