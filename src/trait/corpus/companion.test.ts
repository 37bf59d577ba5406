import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { traitPole } from "../big-five.ts";
import type { AnsweredTopic } from "./answers.ts";
import { corpusArms } from "./arms.ts";
import { companionFiles, readCompanion } from "./companion.ts";
import { ikeDemonstrations } from "./demonstrations.ts";
import { rowsIn } from "./tuning.ts";

const folder = join(temporaryFolder(), "model");
const file = (name: keyof typeof companionFiles) => join(folder, companionFiles[name]);

const answers = Object.fromEntries(corpusArms.map((arm) => [arm, `As ${arm}, yes. And more.`]));
const topic = (name: string, split: string) => ({
  topic: name,
  category: "things",
  split,
  exclaim: false,
  answers,
  exclamatory: "Yes!",
});
const topics = [topic("tea", "train"), ...["a", "b", "c"].map((name) => topic(name, "heldout"))];
const about = { schema: 1, origin: "by hand", usual: { rank: "8" }, recipe: "none" };

function write(theAbout: unknown, lines: readonly unknown[]): string {
  const text = `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
  writeFileSync(file("about"), JSON.stringify(theAbout));
  writeFileSync(file("answers"), text);
  return text;
}

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
});

test("a folder without the file brings nothing along, whatever else lies there", () => {
  writeFileSync(file("answers"), "mine");
  expect(readCompanion(folder)).toBeUndefined();
});

test("its answers are tuned on, and its held-out ones shown; unknown keys are left alone", () => {
  const text = write(about, topics);
  const companion = readCompanion(folder)!;
  expect(companion.usual).toEqual({ rank: "8" });
  expect(companion.answersHash).toBe(createHash("sha256").update(text).digest("hex"));
  expect(rowsIn(companion.answers, "openness/low", { sentences: 1 })).toMatchObject([
    { trait: "openness", pole: "low", topic: "tea", answer: "As openness/low, yes." },
  ]);
  const shown = ikeDemonstrations(traitPole("openness", "low"), companion.answers);
  expect(shown.map((row) => row.topic)).toEqual(["a", "b", "c"]);
});

describe("one that is not what it should be is refused in one sentence that says where", () => {
  const { "openness/low": _, ...fewer } = answers;
  const second = (changed: object) => topics.map((each, i) => (i === 1 ? { ...each, ...changed } : each));
  test.each<[string, () => void, RegExp]>([
    [
      "no answers",
      () => writeFileSync(file("about"), JSON.stringify(about)),
      /traitlab\.json goes with a file answers\.jsonl, which is not there/,
    ],
    ["no JSON", () => writeFileSync(file("about"), "rank = 8"), /traitlab\.json is not JSON/],
    [
      "a later schema",
      () => write({ ...about, schema: 2 }, topics),
      /traitlab\.json is of a schema that this version does not know \(it knows 1\): take a later traitlab/,
    ],
    [
      "a number for a text",
      () => write({ ...about, usual: { rank: 8 } }, topics),
      /"usual\.rank" is not legal \(.*expected string/,
    ],
    ["nothing in it", () => write([], topics), /traitlab\.json .*: it is not legal \(.*expected object/],
    ["empty answers", () => write(about, []), /Line 1 of .*answers\.jsonl is not JSON/],
    [
      "half a line",
      () => {
        const text = write(about, topics);
        writeFileSync(file("answers"), text.slice(0, -10));
      },
      /Line 4 of .*answers\.jsonl is not JSON/,
    ],
    [
      "an arm missing",
      () => write(about, second({ answers: fewer })),
      /Line 2 of .*answers\.jsonl .*"answers\.openness\/low" is not legal/,
    ],
    ["an empty answer", () => write(about, second({ exclamatory: "" })), /Line 2 .*"exclamatory" is not legal/],
    [
      "an emoji",
      () => write(about, second({ answers: { ...answers, neutral: "Yes 🎉." } as AnsweredTopic["answers"] })),
      /Line 2 .* holds the emoji 🎉 in its answer neutral/,
    ],
    ["none to tune on", () => write(about, topics.slice(1)), /holds no topic of the split "train"/],
    ["too few to show", () => write(about, topics.slice(0, 3)), /holds 2 topics of the split "heldout"; 3 are shown/],
  ])("%s", (_name, damage, says) => {
    damage();
    const refusal = expect.objectContaining({ code: "bad-input", message: expect.stringMatching(says) });
    expect(() => readCompanion(folder)).toThrow(refusal);
    expect(() => readCompanion(folder)).toThrow(/^[^\n]*\.$/);
  });
});
