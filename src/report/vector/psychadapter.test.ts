import { expect, it } from "vitest";
import { doseText } from "../../cli/measure/dose-text.ts";
import type { DoseFindings } from "../../measure/dose/findings.ts";
import { traits } from "../../trait/framework.ts";
import { page } from "../html/page.ts";
import { tagsOf } from "../testing/well-formed.ts";
import { doseAnswer } from "./dose-words.ts";
import { doseSections } from "./psychadapter.ts";

const about = (value: number, spread = 0.05) => ({ value, low: value - spread, high: value + spread, n: 20 });

/** Two traits: extraversion follows its score alone, openness does not clearly, and a path. */
function findings(): DoseFindings {
  const curve = (along: string, own: number, slope: number, lead: number | null) => ({
    along,
    points: [-2, 0, 2].map((at) => ({
      at,
      scores: traits.map((_, t) => about(t === own ? slope * at : 0)),
      esr: about(0.2),
      fluency: about(80, 5),
    })),
    slopes: { scores: traits.map((_, t) => about(t === own ? slope : 0)), esr: about(0.1), fluency: about(-1, 2) },
    lead: lead === null ? null : about(lead),
  });
  const control = { name: "the <control>", curves: [curve("extraversion", 2, 0, 0), curve("openness", 0, 0, 0)] };
  return {
    part: "dose",
    measured: [...traits],
    reader: { name: "taps", sha256: "e".repeat(64), poles: "P(high) - P(low) among the eleven arms" },
    questions: 20,
    answers: 100,
    persona: { name: "p", curves: [curve("extraversion", 2, 0.3, 0.25), curve("openness", 0, 0.02, -0.1)] },
    control,
    beyondControl: [
      { along: "extraversion", slope: about(0.3) },
      { along: "openness", slope: about(0.02) },
    ],
    examples: [
      { along: "extraversion", question: "What of <tea>?", texts: [-2, 0, 2].map((at) => ({ at, text: `I & ${at}` })) },
    ],
  };
}

it("says which traits follow their score, which more than others, and which beyond the control", () => {
  expect(doseAnswer(findings())).toEqual([
    "The answers follow the score of extraversion (95 % interval of the slope above 0).",
    "They do not clearly follow that of openness.",
    "With the score of extraversion its own trait moves more than each other one.",
    "Above the control's slope: extraversion; not clearly: openness.",
    "The share of answers with an emoji changes with extraversion (+0.10 a step) and openness (+0.10 a step).",
  ]);
});

it("is well-formed, with a matrix for each arm and a picture for each line, and escapes what models write", () => {
  const text = page({ title: "t", subtitle: "s", footer: "f", sections: doseSections(findings()) });
  expect(tagsOf(text)).not.toContain("script");
  expect(text.match(/class="heat"/g)).toHaveLength(2);
  expect(text.match(/<svg class="strip"/g)).toHaveLength(2);
  expect(text).toContain("What of &lt;tea&gt;?");
  expect(text).toContain("Own slope +0.30 [0.25, 0.35]; beyond the largest of the others +0.25");
});

it("fits a terminal of 80 columns", () => {
  const lines = doseText(findings(), "embedded as personas/some-name").split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines.join("\n")).toMatch(/extraversion +\+0\.00 +\+0\.00 +\+0\.30\*/);
});
