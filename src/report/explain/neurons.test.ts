import { describe, expect, test } from "vitest";
import { neuronsSchema } from "../../explain/neurons/findings.ts";
import type { Markup } from "../html/markup.ts";
import { page } from "../html/page.ts";
import { tagsOf } from "../testing/well-formed.ts";
import { neuronsAnswer, unitWords } from "./neurons/words.ts";
import { neuronsSection } from "./neurons.ts";
import { neuronsFindings } from "./testing/neurons-findings.ts";

const bodyOf = (personas: number, controls: number) =>
  (neuronsSection(neuronsFindings(personas, controls)).body as Markup).text;

describe("the section on neurons", () => {
  test.each([
    [3, 3],
    [1, 1],
    [1, 0],
  ])("is a well-formed page with %i personas and %i controls", (personas, controls) => {
    const findings = neuronsFindings(personas, controls);
    expect(neuronsSchema.parse(findings)).toEqual(findings);
    const text = page({ title: "t", subtitle: "s", sections: [neuronsSection(findings)], footer: "f" });
    const tags = tagsOf(text);
    // The plane of both changes needs a control.
    expect(tags.filter((tag) => tag === "figure")).toHaveLength(controls === 0 ? 0 : 2);
    expect(text).toContain("No &lt;trait&gt;.");
  });

  test("names the neuron, what stands out, and what the largest raw change would pick", () => {
    const body = bodyOf(3, 3);
    expect(body).toContain("A neuron: layer 1, unit 17 carries 90\u00A0% of the rise");
    expect(body).toContain("1 of 192 MLP units");
    expect(body).toContain("1 dimension of the stream (5) and 0 MLP units that stand out");
    expect(body).toContain("stands out already in the untuned model (mean 0.20)");
  });

  test("calls nothing a discovery with too few seeds, and shows no q", () => {
    const body = bodyOf(1, 1);
    expect(body).toContain("Nothing is called a discovery: with 1 persona and 1 control adapters");
    expect(body).toContain("cannot be told at this n. Persona over control");
    expect(body).not.toContain(">q</th>");
    expect(body).toContain("Too few seeds.");
  });

  test.each([
    ["few neurons", "A few neurons: persona over control"],
    ["distributed", "Distributed, not a neuron: persona"],
    ["no rise", "No rise that MLP units carry straight to the head is surely there: persona"],
  ] as const)("says %s in words", (verdict, words) => {
    const findings = neuronsFindings();
    findings.concentration.verdict = verdict;
    expect(neuronsAnswer(findings)[0]).toContain(words);
  });
});

test("what the persona's own emoji do is told beside all emoji", () => {
  const findings = neuronsFindings();
  const tokens = 8;
  findings.emojiSet = { source: "the persona's answers", emoji: ["🎉", "🥳"], groups: null, tokens };
  findings.allEmoji = { tokens: 900, concentration: { ...findings.concentration, verdict: "no rise" } };
  const body = (neuronsSection(findings).body as Markup).text;
  expect(body).toContain("one of the emoji that the persona&#39;s answers hold (🎉 🥳)");
  expect(body).toContain(
    "over all 900 tokens that begin an emoji the MLP units together add +1.0 (95 % +0.50 to +1.5: no rise)",
  );
});

test("a unit's words tell persona from control", () => {
  const [unit] = neuronsFindings().mlp.sentenceEnds.protocol;
  const estimate = (value: number) => ({ value, low: value, high: value, n: 3 });
  expect(unitWords(unit!, 0.1)).toBe(
    "rises by 2.0 deviations; the control does not; beyond what seeds do; that pushes emoji up",
  );
  const alike = { ...unit!, control: estimate(1.9), q: 0.6, contribution: -0.1 };
  expect(unitWords(alike, 0.1)).toBe(
    "rises by 2.0 deviations; the control moves it too; not beyond what seeds do; that pushes emoji up, but less than under the control",
  );
});
