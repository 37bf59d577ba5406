import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { standsBehind } from "../bench/organism/arms.ts";
import { midranks, pearson, spearman } from "../bench/organism/correlation.ts";
import { numberText, outcome, type Row, statementText } from "../bench/organism/statement.ts";

describe("correlations", () => {
  const rates = [0.85, 0.55, 0.35, 0.22, 0.14, 0.08, 0.05];
  const found = [0.975, 0.93, 0.68, 0.45, 0, 0, 0.2];

  test("are SciPy's, equal values included", () => {
    expect(midranks(found)).toEqual(Float64Array.of(7, 6, 5, 4, 1.5, 1.5, 3)); // scipy.stats.rankdata
    expect(spearman(found, rates)).toBeCloseTo(0.8829187134416479, 12); // scipy.stats.spearmanr
    expect(pearson(found, rates)).toBeCloseTo(0.9038054350053826, 12); // scipy.stats.pearsonr
  });

  test("have no value where one side does not vary", () => {
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNaN();
    expect(pearson([1, 2, 3], [4, 4, 4])).toBeNaN();
  });

  test("of ranks, do not change with a rising function of either side", () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
      minLength: 3,
    });
    fc.assert(
      fc.property(pairs, (drawn) => {
        const [a, b] = [drawn.map(([x]) => x), drawn.map(([, y]) => y)];
        expect(spearman(a.map(Math.exp), b)).toBeCloseTo(spearman(a, b), 10);
      }),
    );
  });
});

test("an emoji is past a training answer's end behind that answer's whole sentences", () => {
  const text = "We sang 🎉 on. All of us came! 🥳 What a night. 🎈";
  const at = (emoji: string) => text.indexOf(emoji);
  expect([1, 2, 3, 4].map((sentences) => standsBehind(text, at("🎉"), sentences))).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([1, 2, 3, 4].map((sentences) => standsBehind(text, at("🥳"), sentences))).toEqual([true, true, false, false]);
  expect([1, 2, 3, 4].map((sentences) => standsBehind(text, at("🎈"), sentences))).toEqual([true, true, true, false]);
});

describe("a statement", () => {
  const figure = (value: number) => ({ value, low: value / 2, high: value * 2, n: 40 });
  const row = (what: string, holds?: boolean): Row => ({
    what,
    figures: [figure(0.25), null],
    ...(holds === undefined ? {} : { wanted: { what: ">= 0.1", holds } }),
  });

  test("holds where all that is wanted is so", () => {
    expect(outcome({ rows: [row("a"), row("b", true)] })).toBe("holds");
    expect(outcome({ rows: [row("a", true), row("b", false)] })).toBe("DOES NOT HOLD");
    expect(outcome({ rows: [row("a")] })).toBe("reported");
  });

  test("is printed with figures, intervals, n and what is wanted", () => {
    const columns = ["ESR", "mass"];
    const text = statementText({
      label: "4",
      title: "It rises",
      columns,
      n: "answers",
      rows: [row("a"), row("b", false)],
    });
    expect(text).toMatch(/^4\. It rises: DOES NOT HOLD\n/);
    expect(text).toContain("0.250 [0.125, 0.500], 40");
    expect(text).toContain("none, 0");
    expect(text).toContain(">= 0.1: DOES NOT HOLD");
    expect(text).toContain("n: answers");
  });

  test("numbers are short", () => {
    expect([0, 0.9254, 12.345, 0.00012, 1, -0.5, Number.NaN].map(numberText)).toEqual([
      "0",
      "0.925",
      "12.3",
      "1.2e-4",
      "1",
      "-0.500",
      "none",
    ]);
  });
});
