import { expect, test } from "vitest";
import { neuronsFindings } from "../../report/explain/testing/neurons-findings.ts";
import { displayWidth } from "../table.ts";
import { neuronsText } from "./neurons-text.ts";

test.each([
  [3, 3],
  [1, 0],
])("with %i personas and %i controls the text fits 80 columns and ends in the claims", (personas, controls) => {
  const text = neuronsText(neuronsFindings(personas, controls), "embedded as personas/e0");
  for (const line of text.split("\n")) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
  expect(text).toMatch(/1\.17 +\+2\.0/);
  expect(text).toContain("Different emoji, different neurons: cannot tell at this n. Too few texts.");
});
