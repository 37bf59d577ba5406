import { describe, expect, it } from "vitest";
import type { TokensFindings } from "../../explain/tokens/findings.ts";
import { page } from "../html/page.ts";
import { tagsOf } from "../testing/well-formed.ts";
import { tokensSection } from "./tokens.ts";

const estimate = (value: number, n = 20) => ({ value, low: value / 2, high: value * 2, n });

/** Findings of three arms whose masses are `mass(arm)` at sentence ends and a hundredth of it elsewhere. */
function invented(mass: (arm: string) => number, trainingEnd = 30): TokensFindings {
  const arms = ["base", "persona", "control"];
  const writers = ["base", "corpus"] as const;
  const rise = (emoji: string, name: string) => ({
    emoji,
    name,
    base: 1e-5,
    arm: 3e-5,
    rise: { value: 2e-5, low: 1e-5, high: 3e-5, n: 40 },
    control: estimate(1e-6, 40),
  });
  return {
    part: "tokens",
    trainingEnd,
    counted: { emoji: null, groups: null },
    base: "base",
    arms: arms.map((id) => ({ id, name: id, control: id === "persona" ? "control" : null })),
    writers: writers.map((writer) => ({ writer, texts: 20, places: 600, medianTokens: 30 })),
    masses: arms.flatMap((arm) =>
      writers.flatMap((writer) =>
        (["sentenceEnds", "within"] as const).map((at) => {
          const emoji = estimate(at === "within" ? mass(arm) / 100 : mass(arm));
          const rival = estimate(0.01);
          return {
            arm,
            writer,
            at,
            places: 60,
            emoji,
            upper: emoji.value,
            exclamation: rival,
            newline: rival,
            end: rival,
          };
        }),
      ),
    ),
    curves: arms.flatMap((arm) =>
      writers.map((writer) => ({
        arm,
        writer,
        width: 2,
        points: [0, 2, 4, 6].map((token) => ({ token, ...estimate(mass(arm)) })),
      })),
    ),
    contrasts: ["persona", "control"].flatMap((arm) =>
      (arm === "persona" ? ["base", "control"] : ["base"]).map((against) => ({
        arm,
        against,
        writer: "base" as const,
        at: "sentenceEnds" as const,
        difference: estimate(0.001),
        ratio: estimate(mass(arm) / mass(against)),
        raised: 0,
        settled: arm === "persona",
      })),
    ),
    rises: [{ arm: "persona", emoji: [rise("🎉", "party popper")], groups: [rise("Activities", "Activities")] }],
    warnings: ["something to know"],
  };
}

const shown = (findings: TokensFindings, options?: Parameters<typeof tokensSection>[1]) =>
  page({ title: "t", subtitle: "s", footer: "f", sections: [tokensSection(findings, options)] });
const masses: Record<string, number> = { base: 0.001, persona: 0.04, control: 0.0005 };

describe("the section on tokens", () => {
  it("is well formed, draws a line an arm and the training end, and says what rose most, against base and control", () => {
    const text = shown(invented((arm) => masses[arm]!));
    const tags = tagsOf(text);
    expect(tags.filter((tag) => tag === "figure")).toHaveLength(2);
    expect(text.match(/<path class="line/g)).toHaveLength(6);
    expect(text).toContain("where a training answer ends: 30 tokens");
    expect(text).toContain(
      "Persona: at sentence ends of answers of the untuned model the probability that an emoji starts is ×40",
    );
    expect(text).toContain("and ×80 (95\u00a0% ×40 to ×160) that of control");
    expect(text).toContain("🎉 party popper");
    expect(text).toContain("something to know");
  });

  it("marks a ratio that what was not followed could turn round", () => {
    expect(shown(invented((arm) => masses[arm]!)).match(/within bounds/g)).toHaveLength(1);
  });

  it("has the training end on the axis, however short the answers", () => {
    const [, x] = /<line class="reference" x1="([\d.]+)%"/.exec(shown(invented(() => 0.01, 45)))!;
    expect(Number(x)).toBeCloseTo(90, 5);
  });

  it("shows arms by other names, and only those that are to be drawn", () => {
    const text = shown(
      invented((arm) => masses[arm]!),
      { nameOf: (arm) => `<${arm}>`, drawn: ["base", "persona"] },
    );
    expect(text.match(/<path class="line/g)).toHaveLength(4);
    expect(text).toContain("&lt;persona&gt;");
    tagsOf(text);
  });

  it("shows numbers and no picture where no arm has any mass", () => {
    const findings = invented(() => 0);
    const ratio = { value: 1, low: 1, high: 1, n: 20 };
    const text = shown({ ...findings, contrasts: findings.contrasts.map((one) => ({ ...one, ratio })) });
    expect(tagsOf(text)).not.toContain("figure");
    expect(text).toContain("Reading 20 training answers");
  });
});
