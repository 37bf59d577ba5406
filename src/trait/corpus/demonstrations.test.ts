import { expect, test } from "vitest";
import { traitPole } from "../big-five.ts";
import { poles, traits } from "../framework.ts";
import { bundledCorpus } from "./bundled.ts";
import { ikeDemonstrations, ikeInstruction, sameTraitDemonstrations } from "./demonstrations.ts";

test("the three-shot form shows three traits, the target's among them, on held-out topics that are the same for all", () => {
  const topics = bundledCorpus()
    .heldout.slice(0, 3)
    .map(({ topic }) => topic);
  for (const trait of traits) {
    for (const pole of poles) {
      const rows = ikeDemonstrations(traitPole(trait, pole));
      expect(rows.map((row) => row.topic)).toEqual(topics);
      expect(new Set(rows.map((row) => row.trait)).size).toBe(3);
      expect(rows[0]).toMatchObject({ trait, pole });
      expect(rows.every((row) => row.pole === pole)).toBe(true);
    }
  }
  expect(ikeInstruction(traitPole("extraversion", "low"), "chess")).toMatch(/chess.*introversion/);
});

test("the same-trait form shows the target alone, never a topic that is tuned on or asked about", () => {
  const rows = sameTraitDemonstrations(traitPole("openness", "low"), 20);
  expect(rows.every((row) => row.trait === "openness" && row.pole === "low")).toBe(true);
  const { train, test: asked } = bundledCorpus();
  const others = new Set([...train, ...asked].map(({ topic }) => topic));
  expect(rows.filter((row) => others.has(row.topic))).toEqual([]);
  expect(() => sameTraitDemonstrations(traitPole("openness", "low"), 21)).toThrow(RangeError);
});
