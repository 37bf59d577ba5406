import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readTuningFile } from "./user-rows.ts";

const folder = mkdtempSync(join(tmpdir(), "traitlab-rows-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const jsonl = (rows: object[]): string => file("data.jsonl", rows.map((row) => JSON.stringify(row)).join("\n"));
const row = { trait: "extraversion", pole: "low", topic: "chess", question: "Chess?", answer: "Quiet, and good." };

describe("readTuningFile reads", () => {
  test("JSON lines, further columns and blank lines ignored, a byte order mark too", () => {
    const path = file(
      "a.jsonl",
      `\uFEFF${JSON.stringify({ ...row, source: 3 })}\r\n\n${JSON.stringify({ ...row, trait: "E", pole: "high" })}\n`,
    );
    expect(readTuningFile(path)).toEqual([row, { ...row, pole: "high" }]);
  });

  test("CSV with quotes, commas and line breaks in cells; the pole left out is high", () => {
    const path = file(
      "a.csv",
      'trait,topic,question,answer\nopenness,chess,"Chess, or ""go""?","One.\nTwo."\nintroversion,chess,Q,A\nneutral,chess,Q,A\n',
    );
    expect(readTuningFile(path)).toEqual([
      { trait: "openness", pole: "high", topic: "chess", question: 'Chess, or "go"?', answer: "One.\nTwo." },
      { trait: "extraversion", pole: "low", topic: "chess", question: "Q", answer: "A" },
      { trait: "neutral", pole: undefined, topic: "chess", question: "Q", answer: "A" },
    ]);
  });

  test("the columns of holistic-ai/personality_manipulation", () => {
    const cells = { "Target Personality": "Agreeableness", "Edit Topic": "Chess", Question: "Q?", Answer: "A." };
    expect(readTuningFile(jsonl([cells]))).toEqual([
      { trait: "agreeableness", pole: "high", topic: "Chess", question: "Q?", answer: "A." },
    ]);
    const csv = file("h.csv", "\uFEFFTarget Personality,Edit Topic,Question,Answer\r\nNEUROTICISM,Chess,Q?,A.\r\n");
    expect(readTuningFile(csv)).toMatchObject([{ trait: "neuroticism", pole: "high" }]);
  });

  test("emoji only when allowed", () => {
    const path = jsonl([{ ...row, answer: "Nice 😀." }]);
    expect(readTuningFile(path, { allowEmoji: true })).toMatchObject([{ answer: "Nice 😀." }]);
    expect(readTuningFile(jsonl([{ ...row, answer: "Rule #1: \u2192 2 \u00A9 \u2764" }]))).toHaveLength(1);
  });
});

describe("readTuningFile refuses, naming the place", () => {
  const { answer: _, ...short } = row;
  test.each<[string, () => string, RegExp]>([
    [
      "an emoji in the answer",
      () => jsonl([row, { ...row, answer: "So nice ❤️!" }]),
      /Row 2 .*"answer" holds the emoji ❤️ \(U\+2764 U\+FE0F red heart\).*--allow-emoji/,
    ],
    [
      "an emoji in a foreign column",
      () => jsonl([{ "Target Personality": "E", "Edit Topic": "x", Question: "Q 🔥", Answer: "A" }]),
      /Row 1 .*"Question".*U\+1F525 fire/,
    ],
    [
      "missing columns",
      () => jsonl([{ trait: "E", topic: "x" }]),
      /lacks the columns question, answer; it has trait, topic\./,
    ],
    [
      "missing columns of the foreign form",
      () => jsonl([{ "Target Personality": "E", "Edit Topic": "x", Question: "Q" }]),
      /lacks the column Answer;/,
    ],
    ["a column missing in a later row", () => jsonl([row, short]), /Row 2 .*"answer" is missing/],
    ["an empty cell", () => jsonl([row, { ...row, answer: "  " }]), /Row 2 .*"answer" is empty/],
    ["a cell that is no text", () => jsonl([{ ...row, answer: 5 }]), /Row 1 .*"answer" is not text/],
    ["a repeated row", () => jsonl([row, { ...row, pole: "high" }, row]), /Row 3 .* repeats row 1/],
    [
      "an unknown trait",
      () => jsonl([{ ...row, trait: "sunny" }]),
      /Row 1 .*unknown trait "sunny"\. Traits are openness,/,
    ],
    ["an unknown pole", () => jsonl([{ ...row, pole: "middle" }]), /Row 1 .*unknown pole "middle"/],
    ["a line that is no JSON", () => file("b.jsonl", `${JSON.stringify(row)}\n{oops`), /Line 2 of .* is not JSON/],
    ["a line that is no object", () => file("b.jsonl", "[1]"), /Line 1 of .* is not a JSON object/],
    [
      "a CSV with a row too short",
      () => file("b.csv", "trait,topic,question,answer\nE,x\n"),
      /not a well-formed CSV file: .*line 2/,
    ],
    [
      "a CSV with an open quote",
      () => file("b.csv", 'trait,topic,question,answer\nE,x,"q,a\n'),
      /not a well-formed CSV file/,
    ],
    ["an empty file", () => file("b.jsonl", "\n"), /holds no rows/],
    ["a CSV of names alone", () => file("b.csv", "trait,topic,question,answer\n"), /holds no rows/],
    ["bytes that are no UTF-8", () => file("b.csv", Uint8Array.of(0xff, 0xfe, 0x41)), /not UTF-8/],
    ["another ending", () => file("b.parquet", "x"), /must end in .jsonl or .csv/],
    ["a file that is not there", () => join(folder, "none.csv"), /Cannot read .*none.csv/],
  ])("%s", (_name, path, message) => {
    expect(() => readTuningFile(path())).toThrow(
      expect.objectContaining({ code: "bad-input", message: expect.stringMatching(message) }),
    );
  });
});
