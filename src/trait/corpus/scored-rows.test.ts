import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { readScoredFile } from "./scored-rows.ts";

const folder = temporaryFolder();
let files = 0;
function read(...rows: object[]) {
  const path = join(folder, `${files++}.jsonl`);
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return readScoredFile(path);
}

it("reads texts and answers, with scores or without", () => {
  expect(
    read({ text: " I laugh. ", z: { wit: 1.5 } }, { question: "Why?", answer: "Because.", z: { wit: -2 } }),
  ).toEqual([
    { text: "I laugh.", scores: { wit: 1.5 } },
    { question: "Why?", text: "Because.", scores: { wit: -2 } },
  ]);
  expect(read({ text: "a", other: 1 })).toEqual([{ text: "a" }]);
});

it("refuses by row what is missing, empty or no number, and rows of unlike traits", () => {
  expect(() => read({ text: "a" }, { words: "b" })).toThrow(
    /Row 2 of .* has neither "text" nor "answer"; it has words/,
  );
  expect(() => read({ text: "  " })).toThrow('"text" is empty');
  expect(() => read({ text: "a", z: { wit: "much" } })).toThrow('"z" must be an object of numbers by trait');
  expect(() => read({ text: "a", z: { wit: 1 } }, { text: "b", z: { wit: 1, warmth: 2 } })).toThrow(
    /Row 2 of .* has scores of warmth, wit, and row 1 of wit/,
  );
  expect(() => read({ text: "a", z: { wit: 1 } }, { text: "b" })).toThrow("has scores of none");
});
