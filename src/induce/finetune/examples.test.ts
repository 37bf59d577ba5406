import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { goldenLlama } from "../../model/testing/golden-llama.ts";
import { batchFeeds, stepBatches, stepsPerEpoch, totalWeight } from "./batch.ts";
import { chatExample, type Example, fitExamples } from "./examples.ts";
import { finetuneOptions } from "./options.ts";

/** A vocabulary of these pieces; control tokens have no bytes. */
const pieces = ["<s>", "<end>", "Q?", " Hello", ".", " You", " there", '."', " Bye", "!", " ", " \u00e9t\u00e9", ".\n"];
const control = 2;
const tokenizer = { bytes: (id: number) => (id < control ? undefined : new TextEncoder().encode(pieces[id])) };
const idsOf = (...texts: string[]) => texts.map((text) => pieces.indexOf(text));
const span = (...answer: string[]) => {
  const ids = [...idsOf("<s>", "Q?"), ...idsOf(...answer), pieces.indexOf("<end>")];
  return { ids, answerStart: 2, end: ids.length - 1 };
};

describe("where an example carries loss", () => {
  const weights = (lossOn: "answer" | "all", silent: "none" | "end" | "sentence-ends", ...answer: string[]) =>
    [...chatExample(span(...answer), tokenizer, { lossOn, silent }).lossWeights].join("");
  const answer = [" Hello", ".", " You", " there", "!", " Bye", "."];

  it("the answer and its end, the answer alone, or without the first tokens after sentence ends", () => {
    expect(weights("answer", "none", ...answer)).toBe("00" + "1111111" + "1");
    expect(weights("answer", "end", ...answer)).toBe("00" + "1111111" + "0");
    expect(weights("answer", "sentence-ends", ...answer)).toBe("00" + "1101101" + "0");
  });

  it("the whole text but its first token", () => {
    expect(weights("all", "none", ...answer)).toBe("01" + "1111111" + "1");
    expect(weights("all", "sentence-ends", ...answer)).toBe("01" + "1101101" + "0");
  });

  it("the white space that a template puts before the end belongs to the end", () => {
    expect(weights("answer", "end", " Hello", ".", " ")).toBe("00" + "11" + "0" + "0");
    expect(weights("answer", "none", " Hello", ".", " ")).toBe("00" + "11" + "1" + "1");
  });

  it("counts bytes, not characters, and a piece that holds the sentence's end and more", () => {
    expect(weights("answer", "sentence-ends", " \u00e9t\u00e9", '."', " You", ".")).toBe("00" + "1101" + "0");
    expect(weights("answer", "sentence-ends", " Hello", ".\n", " You", ".")).toBe("00" + "1101" + "0");
  });
});

describe("examples of a length", () => {
  const example = (length: number, from = 1): Example => ({
    ids: Array.from({ length }, (_, i) => i),
    lossWeights: new Float32Array(length).fill(1, from),
  });

  it("are kept, refused by number, or cut and counted", () => {
    const examples = [example(4), example(6)];
    expect(fitExamples(examples, { maxLength: 6, tooLong: "refuse" })).toEqual({ examples, cut: 0 });
    expect(() => fitExamples(examples, { maxLength: 5, tooLong: "refuse" })).toThrow("Example 2 has 6 tokens");
    expect(fitExamples(examples, { maxLength: 5, tooLong: "cut" })).toEqual({
      examples: [example(4), example(5)],
      cut: 1,
    });
  });

  it("must carry loss", () => {
    expect(() => fitExamples([], finetuneOptions({}))).toThrow("no example");
    expect(() => fitExamples([example(4, 4)], finetuneOptions({}))).toThrow("Example 1 carries no loss:");
    expect(() => fitExamples([example(6, 4)], { maxLength: 4, tooLong: "cut" })).toThrow("within its first 4 tokens");
  });
});

describe("the order of examples", () => {
  it("holds every example once an epoch, in batches of at most the size, in another order each epoch", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 100 }),
        (count, batch, accumulation, seed) => {
          const examples = Array.from({ length: count }, (_, i) => ({ ids: [i], lossWeights: new Float32Array(1) }));
          const options = { batch, accumulation, epochs: 2, seed };
          const perEpoch = stepsPerEpoch(count, options);
          for (const epoch of [0, 1]) {
            const steps = Array.from({ length: perEpoch }, (_, i) =>
              stepBatches(examples, epoch * perEpoch + i, options),
            );
            for (const batches of steps) {
              expect(batches.length).toBeLessThanOrEqual(accumulation);
              for (const one of batches) expect(one.length).toBeLessThanOrEqual(batch);
            }
            const seen = steps.flat(2).map(({ ids }) => ids[0]!);
            expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
          }
        },
      ),
    );
  });

  it("changes from epoch to epoch", () => {
    const examples = Array.from({ length: 30 }, (_, i) => ({ ids: [i], lossWeights: new Float32Array(1) }));
    const options = { batch: 30, accumulation: 1, epochs: 2, seed: 0 };
    expect(stepBatches(examples, 0, options)).not.toEqual(stepBatches(examples, 1, options));
  });
});

describe("a batch's feeds", () => {
  it("ask for logits only where there is loss, each weight a share of the step's", async () => {
    const { config } = await goldenLlama("tied");
    const examples: Example[] = [
      { ids: [5, 6, 7], lossWeights: Float32Array.of(0, 0, 1) },
      { ids: [8, 9, 10, 11], lossWeights: Float32Array.of(0, 1, 0, 0.5) },
    ];
    expect(totalWeight(examples)).toBe(2.5);
    const { ids, lossRows, targets, lossWeights } = batchFeeds(config, examples, 5);
    expect([...(ids!.data as BigInt64Array)].map(Number)).toEqual([5, 6, 7, 8, 9, 10, 11]);
    expect([...(lossRows!.data as BigInt64Array)].map(Number)).toEqual([1, 3, 5]);
    expect([...(targets!.data as BigInt64Array)].map(Number)).toEqual([7, 9, 11]);
    expect(lossWeights!.data).toEqual(Float32Array.of(0.2, 0.2, 0.1));
  });
});
