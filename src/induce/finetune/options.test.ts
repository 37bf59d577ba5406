import { describe, expect, it } from "vitest";
import { learningRate } from "../../model/training/schedule.ts";
import { type FinetuneOptions, finetuneOptions } from "./options.ts";

describe("fine-tuning options", () => {
  it("have the defaults that the documentation names", () => {
    expect(finetuneOptions({})).toEqual({
      rank: 16,
      alpha: 32,
      rsLora: false,
      dropout: 0,
      targets: ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
      lr: 2e-4,
      schedule: "cosine",
      warmupRatio: 0.03,
      weightDecay: 0,
      clipNorm: 1,
      batch: 8,
      accumulation: 1,
      epochs: 3,
      maxLength: 512,
      tooLong: "refuse",
      seed: 0,
      lossOn: "answer",
      silent: "end",
      precision: "auto",
      doubleQuant: false,
    } satisfies FinetuneOptions);
  });

  for (const [given, message] of [
    [{ rank: 0 }, '"rank" cannot be 0: legal is a whole number from 1 to 4096.'],
    [{ rank: 1.5 }, '"rank" cannot be 1.5'],
    [{ alpha: 0 }, '"alpha" cannot be 0: legal is a number above 0.'],
    [{ dropout: 1 }, '"dropout" cannot be 1: legal is a number from 0 up to, but not including, 1.'],
    [{ lr: Number.NaN }, '"lr" cannot be null'],
    [{ targets: [] }, '"targets" cannot be []'],
    [{ targets: ["q_proj", "q_proj"] }, "each once"],
    [{ targets: ["lm_head"] }, '"targets" cannot be ["lm_head"]: legal is a list of some of q_proj'],
    [{ silent: "all" }, '"silent" cannot be "all": legal is one of none, end, sentence-ends.'],
    [{ epochs: 0 }, '"epochs" cannot be 0'],
    [{ seed: -1 }, '"seed" cannot be -1'],
    [{ rnak: 8 }, 'no fine-tuning option "rnak"; there are rank, '],
  ] as const)
    it(`refuse ${JSON.stringify(given)} in one sentence`, () => {
      expect(() => finetuneOptions(given)).toThrow(expect.objectContaining({ code: "usage" }));
      expect(() => finetuneOptions(given)).toThrow(message);
    });
});

describe("the learning rate", () => {
  const at = (schedule: FinetuneOptions["schedule"], steps: number) =>
    Array.from({ length: steps }, (_, step) => learningRate(step, steps, { lr: 1, schedule, warmupRatio: 0.25 }));

  // transformers 5.23: get_*_schedule_with_warmup(optimizer, 2, 8), LambdaLR's factors.
  it("follows transformers' schedules", () => {
    expect(at("constant", 8)).toEqual([0, 0.5, 1, 1, 1, 1, 1, 1]);
    expect(at("linear", 6)).toEqual([0, 0.5, 1, 0.75, 0.5, 0.25]);
    const cosine = [0, 0.5, 1, 0.9330127, 0.75, 0.5, 0.25, 0.0669873];
    for (const [i, factor] of at("cosine", 8).entries()) expect(factor).toBeCloseTo(cosine[i]!, 7);
  });
});
