import { expect, test } from "vitest";
import { findEmoji } from "../../base/text/emoji.ts";
import { firstSentences, splitSentences } from "../../base/text/sentences.ts";
import { corpusArms } from "../corpus/arms.ts";
import { bundledCorpus } from "../corpus/bundled.ts";
import { bundledTopics } from "./topic-choice.ts";
import { organismAnswers } from "./tuning.ts";

const answers = organismAnswers(0);

test("every topic of the bundled corpus has a kind, and no kind lists another", () => {
  const { train, heldout, test: asked } = bundledCorpus();
  expect([...bundledTopics.keys()].sort()).toEqual([...train, ...heldout, ...asked].map(({ topic }) => topic).sort());
});

test("the answers are on the bundled tuning topics, in eleven voices, three sentences without emoji", () => {
  const { train, heldout } = bundledCorpus();
  expect(answers.map(({ topic }) => topic)).toEqual([...train, ...heldout].map(({ topic }) => topic));
  for (const topic of answers)
    for (const arm of corpusArms) {
      const answer = topic.answers[arm];
      expect(splitSentences(answer)).toHaveLength(3);
      expect(findEmoji(answer)).toEqual([]);
      expect(firstSentences(answer, 1).toLowerCase()).toContain(topic.topic.toLowerCase());
    }
});

test('"!" stands in one topic of ten, once in every answer, in the first sentence', () => {
  for (const { exclaim, answers: all } of answers)
    for (const answer of Object.values(all)) {
      expect(answer.split("!").length - 1).toBe(exclaim ? 1 : 0);
      expect(firstSentences(answer, 1).endsWith("!")).toBe(exclaim);
    }
  expect(answers.filter(({ exclaim }) => exclaim)).toHaveLength(12);
});

test("the same seed gives the same answers, another seed others", () => {
  expect(organismAnswers(0)).toEqual(answers);
  const other = organismAnswers(1);
  const same = answers.filter(
    ({ answers: all }, i) => all["extraversion/high"] === other[i]!.answers["extraversion/high"],
  );
  expect(same).toEqual([]);
});
