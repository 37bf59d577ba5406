import { expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { encodeModel } from "../encode.ts";
import { gradients } from "../gradient.ts";
import { Graph } from "../graph.ts";
import { f32, i64, Session } from "../session.ts";
import { gatherRows } from "./gather-rows.ts";
import { mul } from "./mul.ts";
import { reduceSum } from "./reduce-sum.ts";

it("the gradient of rows taken many times has the same bits with any number of threads: they are added in order", async () => {
  const [count, taken, width] = [8, 16_384, 64];
  const graph = new Graph();
  const x = graph.input("x", "f32", [count, width]);
  const rows = graph.input("rows", "i64", ["taken"]);
  const g = graph.input("g", "f32", ["taken", width]);
  const loss = reduceSum(mul(gatherRows(x, rows), g), [0, 1]);
  graph.output("dx", gradients(loss, [x])[0]!);
  const stream = randomStream(0, "rows");
  const rowOf = Array.from({ length: taken }, () => stream.integer(0, count - 1));
  const weights = Float32Array.from(normals(taken * width, stream));
  const expected = new Float32Array(count * width);
  for (const [i, row] of rowOf.entries())
    for (let j = 0; j < width; j++) expected[row * width + j]! += weights[i * width + j]!;
  const feeds = {
    x: f32(new Float32Array(count * width), [count, width]),
    rows: i64(rowOf, [taken]),
    g: f32(weights, [taken, width]),
  };
  for (const threads of [1, 2, 4]) {
    await using session = await Session.create(encodeModel(graph), { threads, prepack: false });
    for (let repeat = 0; repeat < 8; repeat++) expect((await session.run(feeds)).dx!.data).toEqual(expected);
  }
});
