import { expect, it } from "vitest";
import { countEmoji } from "../../base/text/emoji.ts";
import { traitPole } from "../big-five.ts";
import { bundledCorpus } from "../corpus/bundled.ts";
import { poles, traits } from "../framework.ts";
import { normalForm } from "./check.ts";
import { contrastTraits } from "./load.ts";
import type { ContrastTrait } from "./types.ts";

const all = contrastTraits();
const questionsOf = ({ questions }: ContrastTrait) => [...questions.extract, ...questions.evaluate];
const words = (text: string) => text.split(/\s+/).length;
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

it("bundles ten poles, in the framework's order, and seven other traits", () => {
  expect(all.map(({ id }) => id)).toEqual([
    ...traits.flatMap((trait) => poles.map((pole) => `${trait}-${pole}`)),
    ...["sycophantic", "hallucinating", "evil", "apathetic", "humorous", "impolite", "optimistic"],
  ]);
  const ofPoles = all.slice(0, 10).map(({ pole, name, description }) => ({ pole, name, description }));
  expect(ofPoles).toEqual(
    traits.flatMap((trait) =>
      poles.map((pole) => {
        const { name, description } = traitPole(trait, pole);
        return { pole: `${trait}/${pole}`, name, description };
      }),
    ),
  );
  expect(all.slice(10).every(({ pole }) => pole === undefined)).toBe(true);
});

it.each(all)("$id has five pairs and 20 + 20 questions, in plain prose", (trait) => {
  expect(trait.instructions).toHaveLength(5);
  expect(trait.questions.extract).toHaveLength(20);
  expect(trait.questions.evaluate).toHaveLength(20);
  const instructions = trait.instructions.flatMap(({ positive, negative }) => [positive, negative]);
  const texts = [...instructions, ...questionsOf(trait), trait.description, trait.rubric.task];
  for (const text of texts) {
    expect(text).toMatch(/^[A-Z"][\p{L}\p{N} \n.,:;?'"/-]+[.?]$/u);
    expect(countEmoji(text)).toBe(0);
  }
  for (const text of [...instructions, ...questionsOf(trait)])
    expect(text).not.toMatch(/emoji|exclamation|punctuation|\b(?:short|long|brief)\b answers?/i);
});

it.each(all)(
  "$id: neither side of its pairs is longer, and neither half of its questions",
  ({ instructions, questions }) => {
    const pairs = instructions.map(({ positive, negative }) => words(positive) / words(negative));
    for (const ratio of [...pairs, mean(questions.extract.map(words)) / mean(questions.evaluate.map(words))]) {
      expect(ratio).toBeGreaterThan(1 / 1.25);
      expect(ratio).toBeLessThan(1.25);
    }
    const ratio =
      mean(instructions.map(({ positive }) => words(positive))) /
      mean(instructions.map(({ negative }) => words(negative)));
    expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
  },
);

it("the two poles of a trait are asked the same questions; no other question comes twice, or in the corpus", () => {
  for (let i = 0; i < 10; i += 2) expect(all[i + 1]!.questions).toEqual(all[i]!.questions);
  const asked = all
    .filter(({ pole }) => !pole?.endsWith("low"))
    .flatMap(questionsOf)
    .map(normalForm);
  expect(new Set(asked).size).toBe(12 * 40);
  const topics = new Set(bundledCorpus().test.map(({ topic }) => normalForm(topic)));
  expect(asked.filter((question) => topics.has(question))).toEqual([]);
  const instructions = all.flatMap((trait) =>
    trait.instructions.flatMap(({ positive, negative }) => [positive, negative]),
  );
  expect(new Set(instructions.map(normalForm)).size).toBe(17 * 10);
});

it("no question names its trait", () => {
  const stems: Record<string, RegExp> = {
    sycophantic: /sycophan|flatter/i,
    hallucinating: /hallucinat|invent(?!or)|make up/i,
    evil: /\bevil|malic|cruel/i,
    apathetic: /apath|indifferen|\bcare\b/i,
    humorous: /humou?r|funny|joke/i,
    impolite: /polite|rude|manners/i,
    optimistic: /optimis|hopeful|bright side/i,
    extraversion: /extr[ao]ver|introver|sociable/i,
    openness: /openness|imagin|curious/i,
    conscientiousness: /conscientious|disciplin|tidy/i,
    agreeableness: /agreeable|antagonis/i,
    neuroticism: /neurotic|anxious|worr/i,
  };
  const naming = all.flatMap((trait) => {
    const stem = stems[trait.id] ?? stems[trait.pole!.split("/")[0]!]!;
    return questionsOf(trait).filter((question) => stem.test(question));
  });
  expect(naming).toEqual([]);
});
