import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { companionFiles, readCompanion } from "../corpus/companion.ts";
import { writeCompanion } from "./companion.ts";
import { organismTokenizer } from "./tokenizer.ts";
import { organismAnswers } from "./tuning.ts";

const embedded = join(import.meta.dirname, "../../../data/organism/embedded");
const { seed } = JSON.parse(readFileSync(join(embedded, companionFiles.about), "utf8")) as { seed: number };

test("what the embedded model brings along is what this grammar writes for its seed", () => {
  const folder = temporaryFolder();
  writeCompanion(folder, seed);
  for (const name of Object.values(companionFiles))
    expect(readFileSync(join(folder, name), "utf8"), name).toBe(readFileSync(join(embedded, name), "utf8"));
  const { answers } = readCompanion(embedded)!;
  expect([...answers.train, ...answers.heldout]).toEqual(organismAnswers(seed));
});

test("the embedded model's tokenizer is what this corpus and this trainer give for its seed", () => {
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  for (const [name, json] of Object.entries(organismTokenizer(seed)))
    expect([name, hash(`${JSON.stringify(json)}\n`)]).toEqual([name, hash(readFileSync(join(embedded, name), "utf8"))]);
});
