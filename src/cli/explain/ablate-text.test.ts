import { expect, test } from "vitest";
import { ablateFindings } from "../../report/explain/testing/ablate-findings.ts";
import { displayWidth } from "../table.ts";
import { ablateText } from "./ablate-text.ts";

test("says in 80 columns what takes the emoji away, and warns", () => {
  for (const gone of [0.9, null]) {
    const text = ablateText(ablateFindings({ gone }), "a model of a long name as personas/e0");
    for (const line of text.split("\n")) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
    expect(text).toMatch(/^a model of a long name as personas\/e0: Reading the same 40 answers/);
    expect(text).toMatch(/^a model of a long name as .*… +90\.0 % \(85\.0 to 95\.0 %\) +10 %$/m);
    expect(text).toContain("! Mind <this>.");
    expect(text.includes("most suspected")).toBe(gone !== null);
  }
});
