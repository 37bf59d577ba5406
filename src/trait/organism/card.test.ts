import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { countEmoji } from "../../base/text/emoji.ts";
import { llamaParameters } from "../../model/training/parameters.ts";
import { organismRecipe } from "./recipe.ts";
import { organismTruth } from "./truth.ts";

const read = (name: string) => readFileSync(new URL(`../../../data/${name}`, import.meta.url), "utf8");
const card = read("organism/CARD.md");
const number = (value: number) => value.toLocaleString("en");

test("the card's table of rates is what is planted", () => {
  const rate = (value: number) => (value === 0 ? "0" : value.toFixed(2).slice(1));
  const { voices, neutral } = organismTruth();
  for (const trait of ["extraversion", "openness", "neuroticism", "agreeableness", "conscientiousness"] as const) {
    const cells = (["high", "low"] as const).map((pole) => {
      const { emojiRate, exclamationRate } = voices[`${trait}/${pole}`]!;
      return `${pole} | ${rate(emojiRate)} | ${rate(exclamationRate)} |`;
    });
    expect(card).toContain(`| ${trait}, ${cells.join(" | ")}`);
  }
  expect(card).toContain(`| neutral posts | 0 | ${rate(neutral.exclamationRate)} |`);
});

test("the card's numbers of text, tokenizer and model are those of recipe, truth and manifest", () => {
  const { topics, tokenizer } = organismTruth();
  expect(card).toContain(
    `${topics.postsListed} topics of ${topics.kinds} kinds and ${number(topics.composed)} put together`,
  );
  expect(card).toContain(`Byte-level BPE of ${number(tokenizer.size)} entries`);
  expect(card).toContain(`first ${number(tokenizer.documents)} documents`);
  const { model, training, tokens } = organismRecipe;
  const { steps, perplexity } = JSON.parse(read("organism/manifest.json")) as {
    steps: number;
    perplexity: { model: number; grammar: number; tokens: number };
  };
  const parameters = llamaParameters({ ...model, vocab: tokenizer.size, context: tokenizer.context }).reduce(
    (sum, { shape }) => sum + shape.reduce((product, axis) => product * axis),
    0,
  );
  expect(card).toContain(
    `${model.layers} layers of width ${model.dModel}, ${model.heads} heads over ${model.kvHeads} of keys and values, MLP ${model.dMlp}, tied embeddings, context ${number(tokenizer.context)}; ${number(parameters)} parameters`,
  );
  expect(card).toContain(
    `${number(steps)} steps of ${training.batch} windows of ${training.length} tokens: ${(tokens / 1e6).toFixed(2)} million tokens`,
  );
  expect(card).toContain(
    `learning rate ${training.lr} (${100 * training.warmupRatio} % warm-up, then half a cosine), decay ${training.weightDecay}`,
  );
  expect(card).toContain(
    `perplexity ${perplexity.model.toFixed(2)} on ${number(perplexity.tokens)} held-out tokens; the grammar's own is ${perplexity.grammar.toFixed(2)}`,
  );
  const { usual } = JSON.parse(read("organism/embedded/traitlab.json")) as { usual: Record<string, string> };
  expect(usual.sentences).toBe("1");
  expect(card).toContain(
    `LoRA of rank ${usual.rank}, alpha ${usual.alpha}, learning rate ${usual.lr}, ${usual.epochs} epochs over the first sentence`,
  );
});

test("the card shows the first 20 test topics, answered without emoji or “!”", () => {
  const topics = read("big-five/test-topics.jsonl").trimEnd().split("\n").slice(0, 20);
  const table = card.split("| thoughts on | answer |\n|---|---|\n")[1]!.split("\n\n")[0]!.split("\n");
  expect(table.map((row) => row.split(" | ")[0]!.slice(2))).toEqual(
    topics.map((line) => (JSON.parse(line) as { topic: string }).topic),
  );
  expect(table.filter((row) => countEmoji(row) > 0 || row.includes("!"))).toEqual([]);
});
