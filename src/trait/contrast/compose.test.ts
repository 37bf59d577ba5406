import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type AskWriter, composeContrastTrait } from "./compose.ts";
import { readContrastTrait } from "./read-file.ts";
import { readMeaning, readPairs, readQuestions } from "./read-written.ts";

const meaning =
  "MEANING: Says the opposite of what is meant.\nSIGNS: irony, mock praise\nCONTRARY: plain words, sincerity";
const pair = (n: number) =>
  `WITH: You speak with a sharp edge of kind ${n}.\nWITHOUT: You speak in a sincere way of kind ${n}.`;
const question = (n: number) => `What do you think about matter number ${n}?`;

/** A writer with an answer for each kind of request; numbers go up, so that nothing comes twice unless it is meant to. */
function scripted(answers: { meaning?: string[]; pairs?: string[]; questions?: (call: number) => string }) {
  const prompts: string[] = [];
  const seeds: number[] = [];
  const calls = { meaning: 0, pairs: 0, questions: 0 };
  const ask: AskWriter = async (prompt, seed) => {
    prompts.push(prompt);
    seeds.push(seed);
    if (prompt.includes("MEANING:")) return answers.meaning?.[calls.meaning++] ?? meaning;
    if (prompt.includes("WITHOUT:")) return answers.pairs?.[calls.pairs++] ?? [1, 2, 3, 4, 5].map(pair).join("\n");
    const call = calls.questions++;
    return answers.questions?.(call) ?? Array.from({ length: 10 }, (_, i) => question(10 * call + i)).join("\n");
  };
  return { ask, prompts, seeds };
}

it("writes a trait of five pairs and 20 + 20 questions that a file can hold", async () => {
  const { ask, prompts, seeds } = scripted({});
  const trait = await composeContrastTrait(" Sarcastic. ", { ask, seed: 7 });
  expect(trait).toMatchObject({
    id: "sarcastic",
    name: "Sarcastic",
    description: "Says the opposite of what is meant.",
  });
  expect(trait.instructions[4]).toEqual({
    positive: "You speak with a sharp edge of kind 5.",
    negative: "You speak in a sincere way of kind 5.",
  });
  expect(trait.questions.extract.slice(0, 2)).toEqual([question(0), question(2)]);
  expect(trait.questions.evaluate[19]).toBe(question(39));
  expect(trait.rubric.task).toMatch(
    /Signs of it: irony, mock praise\.\nSigns of the contrary: plain words, sincerity\./,
  );
  expect(prompts).toHaveLength(6);
  expect(new Set(seeds).size).toBe(6);
  const path = join(mkdtempSync(join(tmpdir(), "composed-")), "mine.json");
  writeFileSync(path, JSON.stringify(trait));
  expect(readContrastTrait(path)).toEqual(trait);
});

it("the same seed asks with the same seeds, another with others", async () => {
  const runs = [1, 1, 2].map(async (seed) => {
    const { ask, seeds } = scripted({});
    await composeContrastTrait("sarcastic", { ask, seed });
    return seeds;
  });
  const [one, same, other] = await Promise.all(runs);
  expect(same).toEqual(one);
  expect(other!.filter((seed) => one!.includes(seed))).toEqual([]);
});

it("asks again for what is missing, and says what it has", async () => {
  const { ask, prompts } = scripted({
    meaning: ["SIGNS: irony\nCONTRARY: sincerity", "MEANING: Mocks."],
    pairs: [
      `${pair(1)}\n${pair(1)}\nWITH: You are lonely without a partner here.`,
      [1, 2, 3, 4, 5].map(pair).join("\n\n"),
    ],
    questions: (call) =>
      call === 1 ? question(0) : Array.from({ length: 10 }, (_, i) => question(10 * call + i)).join("\n"),
  });
  const trait = await composeContrastTrait("sarcastic", { ask });
  expect(trait.description).toBe("Mocks.");
  expect(trait.instructions.map(({ positive }) => positive.at(-2))).toEqual(["1", "2", "3", "4", "5"]);
  const forPairs = prompts.filter((prompt) => prompt.includes("WITHOUT:"));
  expect(forPairs[0]).toContain("5 pairs");
  expect(forPairs[1]).toMatch(/4 pairs[\s\S]*Do not repeat these:\n- You speak with a sharp edge of kind 1\./);
  expect(prompts.filter((prompt) => prompt.includes("question mark"))).toHaveLength(5);
});

it.each([
  [
    "the meaning",
    { meaning: Array(9).fill("SIGNS: irony") },
    /gave 1 of 3 of the parts MEANING, SIGNS, CONTRARY for the trait "sarcastic"/,
  ],
  [
    "pairs",
    { pairs: Array(9).fill(`Sure.\n${pair(3)}`) },
    /gave 1 of 5 pairs .* in 4 answers \(the last begins "Sure\.\\nWITH/,
  ],
  ["questions", { questions: () => `${question(1)}\n${question(2)}` }, /gave 2 of 40 questions .* larger model/],
  ["questions (nothing)", { questions: () => "" }, /gave 0 of 40 questions/],
])("a writer that fails at %s", async (_, answers, message) => {
  await expect(composeContrastTrait("sarcastic", { ask: scripted(answers).ask })).rejects.toThrow(message);
});

it("no trait", async () => {
  await expect(composeContrastTrait(" . ", scripted({}))).rejects.toThrow(/Say which trait/);
});

const same = { positive: "You mock what people say to you.", negative: "You honour what people say to you." };
it.each([
  ["numbers and bold", `1. **WITH:** ${same.positive}\n2. **WITHOUT:** ${same.negative}`],
  ["quotes and bullets", `- With: "${same.positive}"\n* without: “${same.negative}”`],
  ["pairs with headings", `Pair 1:\nWITH: ${same.positive}\nWITHOUT: ${same.negative}\n\nPair 2:\nWITH: cut`],
  ["labels on lines of their own", `### WITH:\n${same.positive}\n\n### WITHOUT:\n${same.negative}\nHope this helps.`],
  ["numbered labels and dashes", `Pair 1 WITH 1 – ${same.positive}\nPair 1 WITHOUT 1 – ${same.negative}`],
  ["no full stop, or a louder one", `WITH: ${same.positive.slice(0, -1)}!\nWITHOUT: ${same.negative.slice(0, -1)}`],
])("reads pairs with %s", (_, text) => {
  expect(readPairs(text)).toEqual([same]);
});

it("leaves out pairs that are no match in length, and lines with emoji", () => {
  expect(readPairs(`WITH: ${same.positive}\nWITHOUT: ${same.negative} ${same.negative}`)).toEqual([]);
  expect(readPairs("WITH: Mock.\nWITHOUT: Do not.")).toEqual([]);
  expect(readPairs(`WITH: ${same.positive} \u{1F600}\nWITHOUT: ${same.negative}`)).toEqual([]);
});

it("reads questions in any list, and none that names the trait or is none", () => {
  const text = [
    "Sure! Here are 10 questions:",
    '1. "How was your day at work?"',
    "2) **Should I buy a new car?!**",
    "Q3: What is your best joke about rain?",
    "- Are you ever sarcastic with friends?",
    "• Is sarcasm any good at work?",
    "Tell me about your day.",
    "Why not?",
    'What does the word "home" mean to you?',
    "I'm sorry, I cannot write more.",
  ].join("\n");
  expect(readQuestions(text, "sarcastic")).toEqual([
    "How was your day at work?",
    "Should I buy a new car?",
    "What is your best joke about rain?",
    'What does the word "home" mean to you?',
  ]);
  expect(readQuestions("Should I talk about my money?", "always brings the talk round to money")).toHaveLength(1);
});

it("reads a meaning whose signs are a list", () => {
  expect(readMeaning("**SIGNS**:\n- irony,\n- mock praise.\n\nContrary: sincerity")).toEqual([
    { label: "signs", said: "irony, mock praise." },
    { label: "contrary", said: "sincerity." },
  ]);
});
