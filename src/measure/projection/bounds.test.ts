import { expect, it } from "vitest";
import { boundOf } from "./bounds.ts";

const neutral = [0, 1, 2, 3];
const persona = [4, 5, 6, 7, 8];

it("tau is a percentile of neutral and in-persona projections together, as numpy.percentile has it", () => {
  expect(boundOf("floor", { neutral, persona })).toBe(2);
  expect(boundOf("ceiling", { neutral, persona })).toBe(6);
  expect(boundOf("floor", { neutral, persona }, 10)).toBeCloseTo(0.8, 12);
});

it("a floor on v is a ceiling on -v, calibrated too", () => {
  const turned = { neutral: neutral.map((x) => -x), persona: persona.map((x) => -x) };
  expect(boundOf("floor", { neutral, persona })).toBe(-boundOf("ceiling", turned));
});

it("mean-ablation holds the mean of neutral text", () => {
  expect(boundOf("mean-ablate", { neutral, persona })).toBe(1.5);
});
