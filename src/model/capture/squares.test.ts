import { expect, test } from "vitest";
import { encodeModel } from "../../graph/encode.ts";
import { f32, i64, Session } from "../../graph/session.ts";
import { flatFeeds } from "../decoder/flat-feeds.ts";
import { goldenLlama } from "../testing/golden-llama.ts";
import { relativeDifference } from "../testing/relative-difference.ts";
import { captureGraph, squareOutputs } from "./graph.ts";
import { resolveTaps } from "./tap-names.ts";

test("means of squares over spans, and the largest square of all tokens, are those of PyTorch's activations", async () => {
  const { config, weights, case: golden, expected } = await goldenLlama("tied");
  const taps = resolveTaps(["layers.*.mlp.act", "layers.*.resid_post"], config.layers);
  const graph = captureGraph(config, weights, { taps, accuracy: "f32", squares: true });
  await using session = await Session.create(encodeModel(graph), { threads: 1, prepack: true });
  const tokens = [1, 4, 9];
  const averages = [
    [0.5, 0.5, 0],
    [0, 0.25, 0.75],
  ];
  const out = await session.run({
    ...flatFeeds(config, golden.sequences),
    tokens: i64(tokens, [3]),
    averages: f32(Float32Array.from(averages.flat()), [2, 3]),
  });
  for (const tap of taps) {
    const { values, shape } = expected.get(`tap.${tap}`)!;
    const [rows, width] = shape as [number, number];
    const at = (token: number, i: number) => (values as Float32Array)[token * width + i]!;
    const squares = averages.flatMap((weight) =>
      Array.from({ length: width }, (_, i) =>
        tokens.reduce((sum, token, j) => sum + weight[j]! * at(token, i) ** 2, 0),
      ),
    );
    const peaks = Array.from({ length: width }, (_, i) =>
      Math.max(...Array.from({ length: rows }, (_, token) => at(token, i) ** 2)),
    );
    const names = squareOutputs(tap);
    const data = (name: string) => out[name]!.data as Float32Array;
    expect(relativeDifference(data(names.squares), Float32Array.from(squares)), tap).toBeLessThan(1e-5);
    expect(relativeDifference(data(names.peak), Float32Array.from(peaks)), tap).toBeLessThan(1e-5);
  }
});
