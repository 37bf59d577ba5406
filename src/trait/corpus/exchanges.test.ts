import { describe, expect, test } from "vitest";
import { readExchanges } from "./exchanges.ts";

const read = (...rows: object[]) => readExchanges("data.jsonl", rows as Record<string, unknown>[]);
const exchange = { question: "Chess?", answer: "Quiet." };
const messages = (...roles: string[]) => ({
  messages: roles.map((role) => ({ role, content: role === "user" ? "Chess?" : "Quiet." })),
});

test.each<[string, object]>([
  ["question and answer, a trait besides", { ...exchange, trait: "E" }],
  ["holistic-ai/personality_manipulation", { Question: "Chess?", Answer: " Quiet. " }],
  ["prompt and completion", { prompt: "Chess?", completion: "Quiet." }],
  ["prompt and response", { prompt: "Chess?", response: "Quiet." }],
  ["instruction and output", { instruction: "Chess?", input: "", output: "Quiet." }],
  ["messages", messages("user", "assistant")],
])("reads %s", (_, row) => {
  expect(read(row)).toEqual([exchange]);
});

test("an instruction with an input asks both", () => {
  expect(read({ instruction: "Translate.", input: "Schach", output: "Chess" })[0]!.question).toBe(
    "Translate.\n\nSchach",
  );
});

describe("refuses, naming the place", () => {
  test.each<[string, object[], RegExp]>([
    [
      "unknown columns",
      [{ q: "a", a: "b" }],
      /data.jsonl has the columns q, a, and training data has question and answer, .* or messages: rename/,
    ],
    ["an empty answer", [exchange, { ...exchange, answer: " " }], /Row 2 of data.jsonl: "answer" is empty/],
    ["a missing one", [exchange, { question: "x" }], /Row 2 of data.jsonl: "answer" is missing/],
    ["no text", [{ ...exchange, answer: 5 }], /"answer" is not text/],
    ["a row twice", [exchange, { ...exchange, source: 1 }], /Row 2 of data.jsonl repeats row 1/],
    [
      "several turns",
      [messages("system", "user", "assistant")],
      /"messages" are of system, user, assistant, and one of a user/,
    ],
    ["no list", [{ messages: "hi" }], /"messages" is no list of messages/],
    [
      "a message without text",
      [{ messages: [{ role: "user" }, { role: "assistant", content: "x" }] }],
      /the user's message is missing/,
    ],
  ])("%s", (_, rows, message) => {
    expect(() => read(...rows)).toThrow(
      expect.objectContaining({ code: "bad-input", message: expect.stringMatching(message) }),
    );
  });
});
