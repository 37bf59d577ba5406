import { expect, it } from "vitest";
import { checkSampling, type Sampling } from "./sampling.ts";

const plain: Sampling = { temperature: 0.7, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };

it("takes the ends of the legal ranges", () => {
  for (const change of [
    { temperature: 0 },
    { temperature: 0.001 },
    { temperature: 100 },
    { topP: 1e-9 },
    { minP: 0.999 },
  ])
    expect(() => checkSampling({ ...plain, ...change })).not.toThrow();
});

it.each<[keyof Sampling, number[]]>([
  ["temperature", [-1, 1e-40, 101, Number.NaN]],
  ["topK", [-1, 1.5, Number.NaN]],
  ["topP", [0, -0.1, 1.1, Number.NaN]],
  ["minP", [-0.1, 1, Number.NaN]],
  ["repetitionPenalty", [0, -1, 101, Number.NaN]],
])("refuses %s outside its range, by name and value", (name, values) => {
  for (const value of values)
    expect(() => checkSampling({ ...plain, [name]: value })).toThrow(
      expect.objectContaining({ code: "usage", message: expect.stringContaining(`${name} is ${value}; it must be`) }),
    );
});
