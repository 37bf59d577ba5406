import { describe, expect, it } from "vitest";
import { f32, i64 } from "../../graph/session.ts";
import { runGraph } from "../../graph/testing/run.ts";
import { flatFeeds } from "../../model/decoder/flat-feeds.ts";
import { goldenLlama, goldenLlamas } from "../../model/testing/golden-llama.ts";
import { relativeDifference } from "../../model/testing/relative-difference.ts";
import { trainingGraph } from "./graph.ts";

describe("a training step against PyTorch and peft", () => {
  for (const variant of goldenLlamas)
    it(`${variant}: the loss and the gradient of every adapter tensor`, async () => {
      const { config, weights, expected, case: golden } = await goldenLlama(variant);
      const { r: rank, lora_alpha: alpha, use_rslora: rsLora = false, target_modules: targets } = golden.adapter;
      const graph = trainingGraph(config, weights, { rank, alpha, rsLora, targets, dropout: 0 });
      const flat = golden.labels.flat();
      const lossRows = flat.flatMap((_, i) => (i + 1 < flat.length && flat[i + 1] !== -100 ? [i] : []));
      const feeds = {
        ...flatFeeds(config, golden.sequences),
        lossRows: i64(lossRows, [lossRows.length]),
        targets: i64(
          lossRows.map((i) => flat[i + 1]!),
          [lossRows.length],
        ),
        lossWeights: f32(new Float32Array(lossRows.length).fill(1 / lossRows.length), [lossRows.length]),
      };
      for (const [name, { values, shape }] of expected)
        if (name.startsWith("lora.")) Object.assign(feeds, { [name]: f32(values, shape) });
      const outputs = await runGraph(graph, feeds);
      expect(relativeDifference(outputs.loss!.data as Float32Array, expected.get("loss")!.values)).toBeLessThan(1e-5);
      for (const [name, { values }] of expected) {
        if (!name.startsWith("grad.")) continue;
        const d = relativeDifference(outputs[`grad.lora.${name.slice(5)}`]!.data as Float32Array, values);
        expect(d, name).toBeLessThan(1e-5);
      }
      expect(graph.outputs.length).toBe(1 + 2 * targets.length * config.layers);
    });
});
