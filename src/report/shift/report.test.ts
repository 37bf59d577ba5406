import { expect, it } from "vitest";
import { inventedShift, type Told } from "../../study/shift/testing/invented.ts";
import { tagsOf } from "../testing/well-formed.ts";
import { renderShiftReport } from "./html.ts";
import { shiftSummary } from "./terminal.ts";

const told: Told[] = [
  { method: "prevent", overRandom: -30 },
  { method: "prevent", dose: 4, traitGone: 1, loss: 0.3 },
  { method: "increments" },
  { method: "emoji", traitGone: 0.1 },
  { method: "afterwards", neutral: 0.6 },
  { method: "random", traitGone: 0 },
  { method: "prompt", share: null, score: 5 },
];
const run = {
  commandLine: "traitlab study shift --seed 3",
  seed: 3,
  inputs: { model: "a".repeat(64) },
  versions: { traitlab: "0" },
  machine: { threads: 2 },
  choices: {},
};

it("the page is well-formed, says what holds, and is the same each time", () => {
  const findings = inventedShift(told);
  const page = renderShiftReport(findings, run);
  expect(tagsOf(page).filter((tag) => tag === "h2")).toHaveLength(6);
  for (const { claim } of findings.claims) expect(page).toContain(claim.replaceAll("'", "&#39;"));
  expect(page).toContain("A warning &lt;of&gt; a kind.");
  expect(page).toContain("traitlab study shift --seed 3");
  expect(renderShiftReport(findings, run)).toBe(page);
  expect(page).not.toMatch(/undefined|NaN|null/);
});

it("without other ways or poles it says less", () => {
  const page = renderShiftReport(inventedShift([], []), run);
  tagsOf(page);
  expect(page).not.toContain("Own place");
  expect(page).not.toMatch(/undefined|NaN|null/);
});

it("the terminal gets 80 columns, a line an arm, and where the report lies", () => {
  const text = shiftSummary(inventedShift(told), { reportPath: "runs/shift/report.html" });
  const lines = text.split("\n");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
  expect(text).toMatch(/ {2}100 % +90 \[87, 93\] +2\.00 +0\.50 +0\.400 +1\.80 +0\.00/);
  expect(lines.filter((line) => /^ {2}[●✕◌] /.test(line))).toHaveLength(inventedShift(told).claims.length);
  expect(text).toMatch(/Report: runs\/shift\/report\.html$/);
});
