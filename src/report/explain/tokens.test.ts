import { describe, expect, it } from "vitest";
import type { TokensFindings } from "../../explain/tokens/findings.ts";
import { page } from "../html/page.ts";
import { tagsOf } from "../testing/well-formed.ts";
import { tokensFindings } from "./testing/tokens-findings.ts";
import { tokensSection } from "./tokens.ts";

const shown = (findings: TokensFindings, options?: Parameters<typeof tokensSection>[1]) =>
  page({ title: "t", subtitle: "s", footer: "f", sections: [tokensSection(findings, options)] });
const masses: Record<string, number> = { base: 0.001, persona: 0.04, control: 0.0005 };

describe("the section on tokens", () => {
  it("is well formed, draws a line an arm and the training end, and says what rose most, against base and control", () => {
    const text = shown(tokensFindings((arm) => masses[arm]!));
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

  it("names the explained arm's rises first, and folds the numbers and the other arms", () => {
    const text = shown(tokensFindings((arm) => masses[arm]!));
    const [open, ...folded] = text.split("<details>");
    expect(open).toContain("party popper");
    expect(folded.map((part) => /^<summary>([^<]*)/.exec(part)![1])).toEqual([
      "Groups of emoji that rose (1)",
      "The same picture, reading answers of the untuned model",
      expect.stringMatching(/^Numbers by kind of place: 3 arms/),
      expect.stringMatching(/^What else could come there/),
    ]);
  });

  it("draws persona prompts and examples as the untuned model asked otherwise, told apart by their strokes and without bands", () => {
    const findings = tokensFindings((arm) => masses[arm]!);
    const arms = ["prompt/a", "examples-ike/a", "examples-few-shot/a"].map((id) => ({ id, name: id, control: null }));
    const curves = arms.flatMap(({ id }) =>
      findings.curves.filter(({ arm }) => arm === "base").map((one) => ({ ...one, arm: id })),
    );
    const text = shown({ ...findings, arms: [...findings.arms, ...arms], curves: [...findings.curves, ...curves] });
    const picture = text.split("</figure>")[0]!;
    const untuned = [
      ...picture.matchAll(/<svg class="tone-untuned"[^>]*>(<path class="range"[^>]*>)?<path class="([^"]*)"/g),
    ];
    expect(untuned.map(([, band, stroke]) => [band !== undefined, stroke])).toEqual([
      [true, "line"],
      [false, "line dashed"],
      [false, "line dotted"],
      [false, "line dash-dot"],
    ]);
  });

  it("marks a ratio that what was not followed could turn round", () => {
    expect(shown(tokensFindings((arm) => masses[arm]!)).match(/within bounds/g)).toHaveLength(1);
  });

  it("has the training end on the axis, however short the answers", () => {
    const [, x] = /<line class="reference" x1="([\d.]+)%"/.exec(shown(tokensFindings(() => 0.01, 45)))!;
    expect(Number(x)).toBeCloseTo(90, 5);
  });

  it("shows arms by other names, and only those that are to be drawn", () => {
    const text = shown(
      tokensFindings((arm) => masses[arm]!),
      { nameOf: (arm) => `<${arm}>`, drawn: ["base", "persona"] },
    );
    expect(text.match(/<path class="line/g)).toHaveLength(4);
    expect(text).toContain("&lt;persona&gt;");
    tagsOf(text);
  });

  it("shows numbers and no picture where no arm has any mass", () => {
    const findings = tokensFindings(() => 0);
    const ratio = { value: 1, low: 1, high: 1, n: 20 };
    const text = shown({ ...findings, contrasts: findings.contrasts.map((one) => ({ ...one, ratio })) });
    expect(tagsOf(text)).not.toContain("figure");
    expect(text).toContain("Reading 20 training answers");
  });
});
