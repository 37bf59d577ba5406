import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type CorpusEntropy, corpusEntropy, organismTruth } from "./truth.ts";

const file = new URL("../../../data/organism/truth.json", import.meta.url);
const { entropy, ...written } = JSON.parse(readFileSync(file, "utf8")) as { entropy: CorpusEntropy };

test("data/organism/truth.json says what the code plants", () => {
  expect(written).toEqual(JSON.parse(JSON.stringify(organismTruth())));
});

test("the entropy in it is that of the grammar", () => {
  const { natsPerDocument, standardError } = corpusEntropy(7, 100);
  // Four standard errors of the difference of the two means.
  expect(Math.abs(natsPerDocument - entropy.natsPerDocument)).toBeLessThan(
    4 * Math.hypot(standardError, entropy.standardError),
  );
});
