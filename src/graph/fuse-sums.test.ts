import { describe, expect, it } from "vitest";
import { normals, randomStream } from "../base/random.ts";
import { fuseSums } from "./fuse-sums.ts";
import { Graph } from "./graph.ts";
import { add } from "./ops/add.ts";
import { matmul } from "./ops/matmul.ts";
import { neg } from "./ops/neg.ts";
import { f32 } from "./session.ts";
import { runGraph } from "./testing/run.ts";
import type { Value } from "./value.ts";

const feeds = Object.fromEntries(
  Object.entries({ x: [3, 4], a: [3, 2], b: [2, 4], c: [4, 3], bias: [4] }).map(([name, shape]) => [
    name,
    f32(
      Float32Array.from(
        normals(
          shape.reduce((p, n) => p * n),
          randomStream(0, name),
        ),
      ),
      shape,
    ),
  ]),
);

/** What a graph gives before and after, and the ops it is left with. */
async function fused(build: (inputs: Record<string, Value>) => Value[]) {
  const make = (fuse: boolean) => {
    const graph = new Graph();
    const inputs = Object.fromEntries(
      Object.entries(feeds).map(([name, { shape }]) => [name, graph.input(name, "f32", shape)]),
    );
    for (const [i, value] of build(inputs).entries()) graph.output(`y${i}`, value);
    if (fuse) fuseSums(graph);
    return graph;
  };
  const before = await runGraph(make(false), feeds);
  const after = await runGraph(make(true), feeds);
  for (const [name, { data }] of Object.entries(before))
    for (const [i, value] of (data as Float32Array).entries())
      expect((after[name]!.data as Float32Array)[i]).toBeCloseTo(value, 5);
  return make(true).applications.map(({ op }) => op.name);
}

describe("sums fused into products", () => {
  it("on either side, with transposed factors", async () => {
    expect(await fused(({ x, a, b }) => [add(x!, matmul(a!, b!))])).toEqual(["gemm"]);
    expect(await fused(({ x, a, c }) => [add(matmul(c!, a!, { alpha: 2 }), matmul(x!, a!, { transA: true }))])).toEqual(
      ["matmul", "gemm"],
    );
  });

  it("a sum of a sum with a product", async () => {
    const twice = ({ x, a, b, c }: Record<string, Value>) => [add(x!, add(matmul(a!, b!), matmul(x!, matmul(c!, x!))))];
    expect(await fused(twice)).toEqual(["matmul", "gemm", "gemm"]);
  });

  it("but not a product that something else uses, that is an output, or that is broadcast", async () => {
    const other = ({ x, a, b }: Record<string, Value>) => {
      const product = matmul(a!, b!);
      return [add(x!, product), neg(product)];
    };
    expect(await fused(other)).toEqual(["matmul", "add", "neg"]);
    const output = ({ x, a, b }: Record<string, Value>) => {
      const product = matmul(a!, b!);
      return [add(x!, product), product];
    };
    expect(await fused(output)).toEqual(["matmul", "add"]);
    expect(await fused(({ bias, a, b }) => [add(bias!, matmul(a!, b!))])).toEqual(["matmul", "add"]);
  });
});
