import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readWatched } from "./texts.ts";

const folder = mkdtempSync(join(tmpdir(), "traitlab-texts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const lines = (...rows: object[]) => rows.map((row) => JSON.stringify(row)).join("\n");
const user = (content: string) => ({ role: "user", content });
const said = (content: string) => ({ role: "assistant", content });

test("conversations give each turn of the assistant behind all before it, other rows their answer", () => {
  const read = readWatched(
    file(
      "a.jsonl",
      lines(
        { messages: [user("a?"), said("A."), user("b?"), said("B.")] },
        { Question: "c?", response: "C.", score: 70 },
        { text: "D." },
      ),
    ),
  );
  expect(read.map(({ id, prompt, question, turn, text, score }) => [id, prompt, question, turn, text, score])).toEqual([
    ["row1t1", "row1t1", "a?", 1, "A.", undefined],
    ["row1t2", "row1t2", "b?", 2, "B.", undefined],
    ["row2", "c?", "c?", 1, "C.", 70],
    ["row3", "row3", "", 1, "D.", undefined],
  ]);
  expect(read[1]!.messages).toEqual([user("a?"), said("A."), user("b?")]);
  expect(read[3]!.messages).toBeNull();
});

test("a file of lines is a text a line", () => {
  expect(readWatched(file("b.txt", "one\n\ntwo\n")).map(({ text }) => text)).toEqual(["one", "two"]);
});

test.each([
  [{ messages: [{ role: "someone", content: "x" }] }, '"messages" is no list of { role, content }'],
  [{ question: "a?", answer: "  " }, "has neither messages nor a text"],
  [{ answer: "a", score: "much" }, '"score" is no number'],
])("%j is refused by its row", (row, message) => {
  expect(() => readWatched(file("c.jsonl", lines({ text: "fine" }, row)))).toThrow(
    new RegExp(`^Row 2 of .*${message.replace(/[{}]/g, "\\$&")}`),
  );
});

test("conversations in which nobody answers hold nothing to project", () => {
  expect(() => readWatched(file("d.jsonl", lines({ messages: [user("a?")] })))).toThrow("holds no answer to project");
});
