import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedLength } from "../../model/decoder/shared-feeds.ts";
import { goldenLlama, goldenLlamas } from "../../model/testing/golden-llama.ts";
import { relativeDifference } from "../../model/testing/relative-difference.ts";
import { textLayout } from "./batch.ts";
import type { Example } from "./examples.ts";
import { lossAndGradients } from "./testing/step.ts";

const common = [5, 9, 2, 7, 7, 3];
/** Loss on all tokens but the first, each with a weight of its own. */
const exampleOf = (rest: readonly number[]): Example => {
  const ids = [...common, ...rest];
  return { ids, lossWeights: Float32Array.from(ids, (_, i) => (i === 0 ? 0 : 1 + (i % 3))) };
};

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
        const apart = await lossAndGradients(model, examples);
        const together = await lossAndGradients(model, examples, { layout: "shared" });
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
