import { describe, expect, it, test } from "vitest";
import { centredBar } from "../../report/terminal/bar.ts";
import { screenFindings, shiftFindings, watchFindings } from "../../report/vector/testing/projection-findings.ts";
import { displayWidth } from "../table.ts";
import { projectText } from "./project-text.ts";
import { screenText } from "./screen-text.ts";
import { shiftText } from "./shift-text.ts";
import { watchLine } from "./watch.ts";

const title = "a model of a very long name as personas/finetune/extraversion/high/seed0";
const tooWide = (text: string) => text.split("\n").filter((line) => displayWidth(line) > 80);

describe("what a person reads fits 80 columns", () => {
  it.each([
    ["project", projectText(watchFindings(), title), "Turn by turn, in the answer:"],
    ["shift", shiftText(shiftFindings(), title), "Correlation of shift with the scores of a <judge>"],
    ["shift without scores", shiftText(shiftFindings({ scored: false }), title), "b<&>"],
    ["screen", screenText(screenFindings(), title), "1 row is planted. Area under the curve: projection 0.93"],
    ["screen alone", screenText(screenFindings({ rich: false }), title), "The most suspicious rows:"],
  ])("%s", (_, text, part) => {
    expect(tooWide(text)).toEqual([]);
    expect(text).toContain(part);
    expect(text).not.toMatch(/NaN|undefined|null/);
  });
});

test("a bar grows from the middle, to the side of its sign, and ends in an arrow beyond the end", () => {
  const half = 4;
  expect(centredBar(1.5, { half })).toBe("    │██  ");
  expect(centredBar(-3, { half })).toBe("████│    ");
  expect(centredBar(0, { half })).toBe("    │    ");
  expect(centredBar(9, { half })).toBe("    │███▶");
  expect(centredBar(-9, { half })).toBe("◀███│    ");
});

test("a turn is one line, with bars where they fit", () => {
  const turn = (vector: string) => ({ vector, layer: 1, before: -0.2, answer: 1.5 });
  expect(watchLine([turn("vectors/E.safetensors")])).toBe("  E -0.20 > +1.50         │████");
  const names = ["extraversion-high", "neuroticism-high", "openness-high", "sycophantic"];
  for (let count = 1; count <= names.length; count++) {
    const line = watchLine(names.slice(0, count).map(turn));
    expect(displayWidth(line)).toBeLessThanOrEqual(80);
    expect(line.includes("│")).toBe(count < 3);
    expect(line).toContain("extraversion-…");
  }
});
