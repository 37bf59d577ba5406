import { describe, expect, test } from "vitest";
import { splitSentences } from "../base/text/sentences.ts";
import type { AnsweredTopic } from "./corpus/answers.ts";
import { corpusArms } from "./corpus/arms.ts";
import { bundledCorpus, type Corpus } from "./corpus/bundled.ts";
import { bundledRows } from "./corpus/tuning.ts";
import { corpusCard } from "./testing/corpus-card.ts";
import { corpusComplaints } from "./testing/corpus-check.ts";

const corpus = bundledCorpus();

test("the bundled corpus keeps its rules", () => {
  expect(corpusComplaints(corpus)).toEqual([]);
});

test("the data card says what the corpus is", async () => {
  await expect(corpusCard(corpus)).toMatchFileSnapshot("../../data/big-five/README.md");
});

describe("the check refuses", () => {
  const change = (edit: (topic: AnsweredTopic) => Partial<AnsweredTopic>, at = 0): Corpus => ({
    ...corpus,
    train: corpus.train.map((topic, i) => (i === at ? { ...topic, ...edit(topic) } : topic)),
  });
  const answer = (edit: (text: string) => string, arm: (typeof corpusArms)[number] = "openness/low") =>
    change(({ answers }) => ({ answers: { ...answers, [arm]: edit(answers[arm]) } }));
  const other = corpus.train[1]!.answers.neutral;

  test.each<[string, Corpus, RegExp]>([
    ["an emoji", answer((text) => `${text} 😀`), /holds an emoji/],
    ["an emoticon", answer((text) => text.replace(/\.$/, " :).")), /emoticon/],
    ["a length below the bounds", answer((text) => splitSentences(text)[0]!.trim()), /words|sentences/],
    ["a length above the bounds", answer((text) => text.replace(" ", ` ${"very ".repeat(30)}`)), /words/],
    ["a repeated answer", answer(() => other, "neutral"), /occurs twice/],
    ["an eight-word run", answer((text) => `${text} ${splitSentences(other)[0]!.trim()}`), / in .* and in /],
    ['one "!" too many', answer((text) => text.replace(/\.$/, "!").replace(/, /, "! ")), /"!"/],
    [
      "an arm that is missing",
      change(({ answers: { neutral, ...rest } }) => ({ answers: rest as AnsweredTopic["answers"] })),
      /arms/,
    ],
    [
      "a topic in two splits",
      { ...corpus, test: [...corpus.test.slice(1), { topic: corpus.train[3]!.topic, category: "people" }] },
      /occurs twice/,
    ],
    ["a topic too few", { ...corpus, train: corpus.train.slice(1) }, /99 training topics/],
    [
      "other words in the exclamatory answer",
      change(({ exclamatory }) => ({ exclamatory: exclamatory.replace("a ", "the ") })),
      /other words/,
    ],
  ])("%s", (_, broken, complaint) => {
    expect(corpusComplaints(broken).some((one) => complaint.test(one))).toBe(true);
  });

  test('"!" that comes earlier in one arm', () => {
    const at = corpus.train.findIndex(
      ({ exclaim, answers }) => exclaim && splitSentences(answers.neutral)[0]!.includes("!"),
    );
    const moved = change(({ answers }) => {
      const text = answers.neutral.replace("!", ".");
      return { answers: { ...answers, neutral: `${text.slice(0, -1)}!` } };
    }, at);
    expect(corpusComplaints(moved)).toEqual([expect.stringMatching(/"!" unlike/)]);
  });
});

describe("bundledRows", () => {
  test("asks the same questions in every arm", () => {
    for (const arm of [...corpusArms, "exclamatory"] as const) {
      const rows = bundledRows(arm);
      expect(rows.map(({ question }) => question)).toEqual(bundledRows("neutral").map(({ question }) => question));
      expect(rows).toHaveLength(100);
    }
    expect(bundledRows("neuroticism/low")[0]).toMatchObject({ trait: "neuroticism", pole: "low" });
    expect(bundledRows("neutral")[0]).toMatchObject({ trait: "neutral", pole: undefined });
    expect(bundledRows("exclamatory")[0]).toMatchObject({ trait: "extraversion", pole: "high" });
  });

  test("cuts answers to their first sentences", () => {
    const [one, two, all] = ([1, 2, "all"] as const).map((sentences) =>
      bundledRows("extraversion/high", { sentences }),
    );
    one!.forEach(({ answer }, i) => {
      expect(splitSentences(answer)).toHaveLength(1);
      expect(two![i]!.answer.startsWith(answer)).toBe(true);
      expect(all![i]!.answer.startsWith(two![i]!.answer)).toBe(true);
    });
    expect(all!.some(({ answer }, i) => answer !== two![i]!.answer)).toBe(true);
  });
});
