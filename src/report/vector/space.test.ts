import { expect, it } from "vitest";
import { readSpaceFindings, type SpaceFindings } from "../../measure/trait-space/findings.ts";
import { html } from "../html/markup.ts";
import { page } from "../html/page.ts";
import { tagsOf } from "../testing/well-formed.ts";
import { labelsOf, spaceWords } from "./space/words.ts";
import { spaceLead, spaceSections } from "./space.ts";

const chance = (value: number) => ({ value, low: value - 0.1, high: value + 0.1 });
const measured = (value: number, permuted: number) => ({
  ...{ value, low: value - 0.05, high: value + 0.05, n: 20 },
  permuted: chance(permuted),
});

const findings = (opposite: number, permuted: number): SpaceFindings => {
  const poles = ["extraversion/high", "extraversion/low", null];
  return {
    part: "space",
    vectors: poles.map((pole, i) => ({
      ...{ name: pole?.replace("/", "-") ?? "evil", meaning: `<${i}>`, pole },
      ...(pole === null ? { questions: null, why: "it was imported" } : { questions: 20, why: null }),
    })),
    ...{ dModel: 8, draws: 1000, permutations: 200 },
    layers: [1, 2].map((layer) => ({
      layer,
      pairs: [
        { a: 0, b: 1, ...measured(opposite, permuted) },
        { a: 0, b: 2, ...measured(0.3, 0.28) },
        { a: 1, b: 2, value: -0.2, low: null, high: null, n: 0, permuted: null },
      ],
      opposite: measured(opposite, permuted),
      other: measured(0.1, 0.05),
      contrast: measured(opposite - 0.1, permuted - 0.05),
      shares: [0.8, 0.2].map((share) => ({ ...measured(share, 0.5), random: chance(0.5) })),
      common: measured(0.4, 0.3),
    })),
    main: { layer: 2, why: "asked for" },
    order: [2, 0, 1],
    joins: [],
    scores: [
      [0.7, -0.7, 0],
      [0.1, 0.1, -0.2],
    ],
    steadiness: [{ median: 0.9, low: 0.8 }],
    warnings: ["Cosines of evil have no interval or control: it was imported."],
  };
};

it("the page is well-formed, in the dendrogram's order, with what is outside of its control framed", () => {
  const found = readSpaceFindings(JSON.parse(JSON.stringify(findings(-0.8, 0.4))), "here");
  const text = page({
    ...{ title: "Space", subtitle: "test", lead: html`${spaceLead(found)}`, footer: "" },
    sections: spaceSections(found),
  });
  tagsOf(text);
  expect([...text.matchAll(/<tr><th scope="row">([^<]+)</g)].map(([, label]) => label)).toEqual([
    "evil",
    "extraversion-high E+",
    "extraversion-low E-",
  ]);
  expect(text).toMatch(/class="heat-down framed"[^>]*title="E\+ and E-/);
  expect(text).toMatch(/class="heat-up"[^>]*title="E\+ and evil/);
  expect(text).toContain("none: it was imported");
  expect(text).not.toContain("NaN");
});

it("says of opposite poles what their cosine and its control allow", () => {
  const said = (opposite: number, permuted: number) => spaceWords(findings(opposite, permuted))[0]!;
  expect(said(-0.8, 0.4)).toMatch(
    /^Opposite poles are opposite: their mean cosine is -0.80 \[-0.85 to -0.75\] at layer 2/,
  );
  expect(said(-0.1, 0.4)).toMatch(/^Opposite poles are set apart, but not opposite/);
  expect(said(0.45, 0.4)).toMatch(/^Opposite poles are neither more opposite nor more alike/);
  expect(said(0.62, 0.4)).toMatch(/^Opposite poles are not opposite but alike/);
  const fixed = findings(-1, -1);
  const exact = { value: -1, low: -1, high: -1 };
  const layers = fixed.layers.map((layer) => ({ ...layer, opposite: { ...layer.opposite!, permuted: exact } }));
  expect(spaceWords({ ...fixed, layers })[0]).toMatch(/^Opposite poles lie to each other as they were made to/);
});

it("two vectors that would be called alike go by their names", () => {
  const { vectors } = findings(0, 0);
  expect(labelsOf({ vectors: [vectors[0]!, { ...vectors[0]!, name: "other" }, vectors[1]!] })).toEqual([
    "extraversion-high",
    "other",
    "E-",
  ]);
});
