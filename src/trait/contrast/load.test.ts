import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { traitPole } from "../big-five.ts";
import { contrastTrait, findContrastTrait } from "./load.ts";
import { readContrastTrait } from "./read-file.ts";
import { poleRubric } from "./rubric.ts";

const folder = mkdtempSync(join(tmpdir(), "traits-"));
let files = 0;
const fileOf = (content: unknown, name = `stubborn-${files++}`): string => {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

const topics = ["tea", "rain", "cats", "work", "home", "music", "trains", "bread", "night", "games"];
const questions = topics.map((topic) => `What about ${topic}?`);
const pairs = ["You never", "You will not"].map((start) => ({
  positive: `${start} give way.`,
  negative: `${start} insist.`,
}));
const minimal = { instructions: pairs, questions };

it.each([
  ["extraversion", "extraversion-high"],
  ["extraversion-low", "extraversion-low"],
  ["E-", "extraversion-low"],
  ["Introversion", "extraversion-low"],
  ["emotional stability", "neuroticism-low"],
  ["low openness", "openness-low"],
  ["evil", "evil"],
  ["sycophancy", "sycophantic"],
  [" Humorous ", "humorous"],
])("%s is %s", (text, id) => {
  expect(contrastTrait(text).id).toBe(id);
});

it("a pole has the rubric of the judges; the others have theirs", () => {
  expect(contrastTrait("O").rubric).toEqual(poleRubric(traitPole("openness", "high")));
  const { task } = contrastTrait("impolite").rubric;
  expect(task).toMatch(/^Rate how much of the trait "impoliteness" the writer.*\nWhat is meant: Answers rudely/);
  expect(task).not.toContain("polite or well put");
});

it("an unknown trait: the nearest names and the legal ones, in one message", () => {
  expect(findContrastTrait("sarcastic")).toBeUndefined();
  expect(() => contrastTrait("optimstic")).toThrow(
    /no bundled trait "optimstic": nearest are optimistic, optimism, .*extraversion:low.*sycophantic, .*\.json file/,
  );
});

it("a user's file: what it leaves out is filled in, questions in one list are halved", () => {
  const trait = contrastTrait(fileOf(minimal, "stubborn"));
  expect(trait).toMatchObject({ id: "stubborn", name: "stubborn", description: 'Shows the trait "stubborn".' });
  expect(trait.questions).toEqual({ extract: questions.slice(0, 5), evaluate: questions.slice(5) });
  expect(trait.rubric.task).toContain('of the trait "stubborn"');
  expect(readContrastTrait(fileOf(trait))).toEqual(trait);
  const signs = { signs: "says no.", against: "says yes.", aside: "Leave the topic aside." };
  const { rubric } = readContrastTrait(fileOf({ ...minimal, rubric: signs }));
  expect(rubric.task).toMatch(/Signs of it: says no\.\nSigns of the contrary: says yes\.\n.*Leave the topic aside\./);
  const pole = readContrastTrait(fileOf({ ...minimal, pole: "neuroticism/low" }));
  expect(pole).toMatchObject({ name: "emotional stability", pole: "neuroticism/low" });
});

it("a file of the persona_vectors form", () => {
  const path = fileOf(
    {
      instruction: pairs.map(({ positive, negative }) => ({ pos: positive, neg: negative })),
      questions,
      eval_prompt:
        "Rate stubbornness.\nMind the tone.\n\n**Asked:**\n[Question]\n{question}\n[Answer]\n{answer}\n\nReply REFUSAL or 0 to 100.",
    },
    "stubborn-pv",
  );
  const trait = readContrastTrait(path);
  expect(trait).toMatchObject({ id: "stubborn-pv", instructions: pairs });
  expect(trait.questions.evaluate).toEqual(questions.slice(5));
  expect(trait.rubric.task).toBe("Rate stubbornness.\nMind the tone.");
});

const theirs = { instruction: [{ pos: "a", neg: "b" }], questions };
const twice = { extract: questions.slice(0, 5), evaluate: [...questions.slice(5), "what about TEA"] };

it.each([
  ["no JSON", "{", /is not JSON/],
  ["no object", [], /holds no contrastive trait: .*README/],
  ["a missing side", { ...minimal, instructions: [{ positive: "x" }] }, /at instructions\.0\.negative: is no text/],
  [
    "an empty side",
    { ...minimal, instructions: [{ positive: "x", negative: " " }] },
    /instructions\.0\.negative: is empty/,
  ],
  ["one pair", { ...minimal, instructions: pairs.slice(1) }, /There is 1 pairs? of instructions.*at least 2.*add 1/],
  [
    "equal sides",
    { ...minimal, instructions: [pairs[0], { positive: "Be it.", negative: "be it" }] },
    /Pair 2 .* same positive/,
  ],
  ["a pair twice", { ...minimal, instructions: [pairs[0], pairs[0]] }, /Pair 2 .* repeats pair 1/],
  ["few questions", { ...minimal, questions: questions.slice(2) }, /There are 4 questions to extract with .* add 1/],
  ["a question on both sides", { ...minimal, questions: twice }, /"what about TEA" .* both among those/],
  ["a question twice", { ...minimal, questions: [questions[0], ...questions] }, /"What about tea\?" stands twice/],
  ["no list of questions", { ...minimal, questions: "none" }, /at questions: is neither a list/],
  ["an unknown pole", { ...minimal, pole: "warmth/high" }, /at pole: is no pole/],
  ["half a rubric", { ...minimal, rubric: { task: "x" } }, /at rubric: has neither/],
  ["persona_vectors without a prompt", theirs, /persona_vectors form at eval_prompt/],
  ["no slot for the answer", { ...theirs, eval_prompt: "Rate it." }, /has no \{answer\}/],
  ["nothing before the slots", { ...theirs, eval_prompt: "Answer:\n{answer}" }, /says nothing before/],
])("bad input: %s", (_, content, message) => {
  expect(() => readContrastTrait(fileOf(content))).toThrow(message);
});

it("a file that is not there", () => {
  expect(() => contrastTrait(join(folder, "none.json"))).toThrow(/There is no file .*none\.json/);
});
