import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { f32, type HostTensor } from "../../graph/session.ts";
import { runGraph } from "../../graph/testing/run.ts";
import { type LoraShape, loraTensors } from "../../model/adapter/lora-graph.ts";
import { sharedLength } from "../../model/decoder/shared-feeds.ts";
import { type GoldenLlama, goldenLlama, goldenLlamas } from "../../model/testing/golden-llama.ts";
import { relativeDifference } from "../../model/testing/relative-difference.ts";
import { batchFeeds, textLayout, totalWeight } from "./batch.ts";
import type { Example } from "./examples.ts";
import { type TextLayout, trainingGraph } from "./graph.ts";

const common = [5, 9, 2, 7, 7, 3];
const lora: LoraShape = {
  rank: 3,
  alpha: 6,
  rsLora: false,
  dropout: 0,
  targets: ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
};

/** Loss on all tokens but the first, each with a weight of its own. */
const exampleOf = (rest: readonly number[]): Example => {
  const ids = [...common, ...rest];
  return { ids, lossWeights: Float32Array.from(ids, (_, i) => (i === 0 ? 0 : 1 + (i % 3))) };
};

async function step(
  { config, weights }: GoldenLlama,
  examples: readonly Example[],
  layout: TextLayout,
): Promise<Map<string, Float32Array>> {
  const adapter = loraTensors(config, lora).map(({ name, shape }): [string, HostTensor] => {
    const values = Float32Array.from(normals(shape[0] * shape[1], randomStream(0, name)), (x) => x / 10);
    return [name, f32(values, shape)];
  });
  const feeds = { ...batchFeeds(config, examples, totalWeight(examples), layout), ...Object.fromEntries(adapter) };
  const outputs = await runGraph(trainingGraph(config, weights, lora, layout), feeds);
  return new Map(Object.entries(outputs).map(([name, { data }]) => [name, data as Float32Array]));
}

describe("texts that begin alike", () => {
  for (const variant of goldenLlamas)
    for (const [what, rests] of [
      ["three, one of which has a single token of its own", [[1, 2, 3, 4, 5, 6, 7, 8], [6], [8, 2, 9]]],
      ["a beginning longer than what follows", [[1], [2]]],
      ["one alone", [[4, 1, 8]]],
    ] as const)
      it(`${variant}: ${what}: loss and gradients are those of each text by itself`, async () => {
        const model = await goldenLlama(variant);
        const examples = rests.map(exampleOf);
        const apart = await step(model, examples, "flat");
        const together = await step(model, examples, "shared");
        expect([...together.keys()]).toEqual([...apart.keys()]);
        for (const [name, values] of apart)
          expect(relativeDifference(together.get(name)!, values), name).toBeLessThan(1e-5);
      });

  it("are computed together where that saves work and drops nothing of one text in another", () => {
    const [long, other] = [exampleOf([1, 2]), exampleOf([3])];
    expect(textLayout([long, other], { dropout: 0 })).toBe("shared");
    expect(textLayout([long, other], { dropout: 0.1 })).toBe("flat");
    const stranger = { ids: [4, ...common], lossWeights: new Float32Array(7) };
    expect(textLayout([long, other, stranger], { dropout: 0 })).toBe("flat");
  });

  it("share the longest beginning that leaves each a token", () => {
    const text = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
        const length = sharedLength(texts);
        const begins = (n: number) =>
          texts.every((ids) => n < ids.length && ids.slice(0, n).join() === texts[0]!.slice(0, n).join());
        expect([begins(length), begins(length + 1)]).toEqual([true, false]);
      }),
    );
  });
});
