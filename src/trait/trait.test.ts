import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countEmoji } from "../base/text/emoji.ts";
import { traitPole } from "./big-five.ts";
import { poles, type TraitPole, traits } from "./framework.ts";
import { findTrait, parseTrait, parseTraits } from "./parse.ts";
import { questionAbout } from "./questions.ts";

const ends: TraitPole[] = traits.flatMap((trait) => poles.map((pole) => traitPole(trait, pole)));

describe("the ten poles", () => {
  test("have texts of one length and register, without emoji, exclamation or any word about style", () => {
    for (const { persona, description, adjectives, name } of ends) {
      const words = persona.split(" ").length;
      expect(words >= 50 && words <= 60, `${name}: ${words} words`).toBe(true);
      expect(`${persona}${description}${adjectives}`).not.toMatch(/!|emoji|punctuation|exclam/i);
      expect(countEmoji(persona)).toBe(0);
      expect(adjectives).toHaveLength(6);
    }
  });

  test("share no adjective, name or description", () => {
    for (const texts of [
      ends.flatMap((end) => end.adjectives),
      ends.map((end) => end.name),
      ends.map((end) => end.description),
    ]) {
      expect(new Set(texts).size, texts.join()).toBe(texts.length);
    }
  });
});

describe("findTrait", () => {
  test.each([
    ["extraversion", "extraversion", "high"],
    [" E ", "extraversion", "high"],
    ["Extroversion", "extraversion", "high"],
    ["extraversion:low", "extraversion", "low"],
    ["EXTRAVERSION/LOW", "extraversion", "low"],
    ["e-", "extraversion", "low"],
    ["O+", "openness", "high"],
    ["low openness", "openness", "low"],
    ["high neuroticism", "neuroticism", "high"],
    ["Openness to experience: low", "openness", "low"],
    ["introversion", "extraversion", "low"],
    ["introversion:low", "extraversion", "high"],
    ["emotional stability", "neuroticism", "low"],
    ["low emotional stability", "neuroticism", "high"],
    ["agreeableness high", "agreeableness", "high"],
  ])("%s", (text, trait, pole) => {
    expect(findTrait(text)).toEqual({ trait, pole });
  });

  test.each([
    "",
    "x",
    "extra",
    "extraversion:medium",
    "extraversion:",
    "low",
    "high low openness",
    "toString",
    "neutral",
    ":low",
  ])("not %j", (text) => {
    expect(findTrait(text)).toBeUndefined();
  });

  test("takes back what every pole is called", () => {
    for (const { trait, pole, name } of ends) {
      for (const text of [name, `${trait}:${pole}`, `${pole} ${trait}`, `${trait[0]}${pole === "high" ? "+" : "-"}`]) {
        expect([text, findTrait(text)]).toEqual([text, { trait, pole }]);
      }
    }
  });

  test("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void findTrait(text)));
  });
});

test("parseTraits reads a list, each pole once, and names what is legal", () => {
  expect(parseTraits("E, openness:low,e").map(({ name }) => name)).toEqual(["extraversion", "closedness"]);
  expect(parseTrait("N").persona).toBe(traitPole("neuroticism", "high").persona);
  expect(() => parseTraits("E,sunny")).toThrow(
    expect.objectContaining({
      code: "usage",
      message: expect.stringMatching(/"sunny".*openness, conscientiousness, extraversion/),
    }),
  );
});

test("questions have the paper's form and the message form", () => {
  expect(questionAbout("chess")).toBe("Thinking about chess, what are your thoughts on chess?");
  expect(questionAbout("chess", "message")).toBe("Write a short message to a friend about chess.");
});
