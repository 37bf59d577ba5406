import { describe, expect, test } from "vitest";
import { ablateFindingsSchema } from "../../explain/ablate/findings.ts";
import { directionWords, endWords, neuronWords } from "./ablate/words.ts";
import { ablateSection } from "./ablate.ts";
import { ablateFindings } from "./testing/ablate-findings.ts";

const section = (findings = ablateFindings()) => String(ablateSection(findings).body);
/** Labels of rows that are seen without opening anything. */
const seen = (html: string) => html.replace(/<details>[\s\S]*?<\/details>/g, "");

test("the findings that are reported are findings", () => {
  for (const gone of [0.9, null])
    expect(ablateFindingsSchema.parse(ablateFindings({ gone }))).toEqual(ablateFindings({ gone }));
});

describe("the words", () => {
  test("say how few neurons it takes, what becomes of the trait, and what random ones do", () => {
    const [found, all, chance] = neuronWords(ablateFindings());
    expect(found).toBe(
      "The 3 most suspected of 4096 neurons, held at the reference's values, remove the emoji (90 % (85 to 95 %) of the mass gone); the trait stays (100 % (95 to 105 %) left).",
    );
    expect(all).toMatch(/^All 4096 neurons held: 90 %/);
    expect(chance).toMatch(
      /^Against 2 random sets of 3 neurons .* removes 2 %, the suspected ones 90 % \(p = 0\.333\)\.$/,
    );
  });

  test("say where it takes one, all, or no number does", () => {
    const findings = ablateFindings();
    const neurons = findings.neurons!;
    const withSmallest = (k: number, keepsTrait: boolean | null) =>
      neuronWords({ ...findings, neurons: { ...neurons, smallest: { ...neurons.smallest!, k, keepsTrait } } });
    expect(withSmallest(1, false)[0]).toMatch(
      /^The most suspected of 4096 neurons, .* removes .*; the trait does not stay/,
    );
    expect(withSmallest(4096, null)[0]).toMatch(
      /^Only all 4096 neurons together.*; whether the trait stays cannot be told\.$/,
    );
    expect(withSmallest(4096, null)).toHaveLength(2);
    const none = neuronWords({ ...findings, neurons: { ...neurons, smallest: null, random: null } });
    expect(none[0]).toMatch(/^No set of suspected neurons.* below 75 %\): they are not in a few neurons\.$/);
  });

  test("say what a direction does, after one layer and after all", () => {
    expect(directionWords(ablateFindings())).toEqual([
      "Held at the reference's mean along one direction after layer 2: 80 % (75 to 85 %) of the mass gone, 100 % (95 to 105 %) of the trait left (p = 0.333 against 2 random ones as far moved).",
      "The same after every layer: 120 % (115 to 125 %) of the mass gone, the trait cannot be told (p = 0.333 against 2 random ones as far moved).",
    ]);
  });

  test("claim nothing of neurons and directions where there were no emoji to lose; the masses stay", () => {
    const findings = ablateFindings({ gone: null });
    expect([...neuronWords(findings), ...directionWords(findings)]).toEqual([]);
    expect(endWords(findings)).toContain("gives an emoji 0.50 at a sentence end (0.45 to 0.55)");
    expect(section(findings)).toContain('<span class="interval">none</span>');
    for (const html of [section(findings), section()]) expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe("the section", () => {
  test("shows the sizes that were tried first and the smallest; what lies between and cruder ways are folded", () => {
    const html = section();
    const shown = seen(html);
    for (const k of [1, 2, 3, 4, 8, 4096]) expect(shown).toContain(`the top ${k}, take`);
    for (const label of ["the top 5, take", "the top 3, zero", "the top 3, mean", "neuron 7 of layer 1"]) {
      expect(shown).not.toContain(label);
      expect(html).toContain(label);
    }
  });

  test("turns what is gone into what is brought for the reference", () => {
    const row = /the reference given the top 3<\/th>([\s\S]*?)<\/tr>/.exec(section())![1]!;
    expect(row).toMatch(/data-title="mass brought"[^>]*><span>80 %<span class="interval">75 to 85 %/);
  });

  test("writes what models said as text, cut between emoji", () => {
    const html = section();
    expect(html).toContain(`&lt;b&gt;${"🎉".repeat(96)}…`);
    expect(html).toContain("Mind &lt;this&gt;.");
  });

  test("leaves out what was not looked for", () => {
    const html = section({ ...ablateFindings(), neurons: null, directions: null, adapter: null, written: [] });
    expect(html).not.toContain("<table");
    expect(html).toContain("Reading the same 40 answers");
  });
});
