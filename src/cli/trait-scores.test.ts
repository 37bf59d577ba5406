import { expect, it } from "vitest";
import { scoresGiven, scoresOf, scoresText } from "./trait-scores.ts";

it("reads one score, or some by trait or its letter", () => {
  expect(scoresGiven.read("-1.5")).toBe(-1.5);
  expect(scoresGiven.read("extraversion=2, N=-1")).toEqual({ extraversion: 2, neuroticism: -1 });
  expect(scoresGiven.read("sarcasm=0.5")).toEqual({ sarcasm: 0.5 });
  for (const text of ["", "high", "E=", "E=x", "E=1,extraversion=2", "E=1,", "1,2"])
    expect(scoresGiven.read(text)).toBeUndefined();
});

it("gives one score to the only trait, and refuses it where there are several, and a trait that is not there", () => {
  expect(scoresOf(2, ["openness"])).toEqual({ openness: 2 });
  expect(() => scoresOf(2, ["openness", "neuroticism"])).toThrow("There are 2 traits (openness, neuroticism)");
  expect(() => scoresOf({ warmth: 1 }, ["openness"])).toThrow('no trait "warmth"');
  expect(scoresText({ openness: 0, neuroticism: -1 })).toBe("neuroticism -1");
  expect(scoresText({})).toBe("z 0");
});
