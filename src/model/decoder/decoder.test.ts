import { describe, expect, it } from "vitest";
import { Graph } from "../../graph/graph.ts";
import { runGraph } from "../../graph/testing/run.ts";
import { architectureOf } from "../architectures/registry.ts";
import { type GoldenLlama, goldenLlama, goldenLlamas } from "../testing/golden-llama.ts";
import { relativeDifference } from "../testing/relative-difference.ts";
import { DecoderBuilder } from "./builder.ts";
import { flatFeeds } from "./flat-feeds.ts";
import { flatLayout } from "./flat-layout.ts";

/** Every tap and the logits of sequences run together. */
async function run({ config, weights }: GoldenLlama, sequences: number[][]): Promise<Map<string, Float32Array>> {
  const graph = new Graph();
  const builder = new DecoderBuilder(graph, config, weights, {
    layout: flatLayout(graph, config),
    accuracy: "f32",
    tap(name, value) {
      graph.output(name, value);
      return value;
    },
  });
  builder.head(architectureOf(config.architecture)(builder));
  const outputs = await runGraph(graph, flatFeeds(config, sequences));
  return new Map(Object.entries(outputs).map(([name, { data }]) => [name, data as Float32Array]));
}

describe("a tiny Llama against PyTorch", () => {
  for (const variant of goldenLlamas)
    it(`${variant}: every tap and the logits`, async () => {
      const model = await goldenLlama(variant);
      const outputs = await run(model, model.case.sequences);
      for (const [name, { values }] of model.expected) {
        if (name === "logits") expect(relativeDifference(outputs.get("logits")!, values), name).toBeLessThan(1e-5);
        if (name.startsWith("tap."))
          expect(relativeDifference(outputs.get(name.slice(4))!, values), name).toBeLessThan(1e-5);
      }
      expect(outputs.size).toBe(model.config.layers * 6 + 2);
    });
});

describe("sequences of one run", () => {
  // Dynamic rotary scaling stretches all by the longest, in Hugging Face too: for it the batch matters.
  for (const variant of goldenLlamas.filter((name) => !name.startsWith("dynamic")))
    it(`${variant}: each gets the bits that it gets alone`, async () => {
      const model = await goldenLlama(variant);
      const together = (await run(model, model.case.sequences)).get("logits")!;
      let at = 0;
      for (const sequence of model.case.sequences) {
        const alone = (await run(model, [sequence])).get("logits")!;
        expect(together.slice(at, at + alone.length)).toEqual(alone);
        at += alone.length;
      }
    });
});
