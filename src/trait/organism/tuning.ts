import { type RandomStream, randomStream } from "../../base/random.ts";
import type { AnsweredTopic } from "../corpus/answers.ts";
import { type CorpusArm, corpusArms } from "../corpus/arms.ts";
import { bundledCorpus } from "../corpus/bundled.ts";
import { capital, scopeIn, sentencesIn } from "./grammar.ts";
import { sample } from "./sample.ts";
import { bundledTopics } from "./topic-choice.ts";
import type { Topic } from "./topics/topic.ts";

/** Sentences of a tuning answer; the study cuts answers to their first ones. */
const sentencesInAnswer = 3;

/**
 * Answers in each voice and neutral ones, from the organism's grammar, on the topics of the bundled corpus that it was not trained on: 100
 * to tune on and 20 held out. No emoji; one topic in ten has one "!" in every answer, at the end of the first sentence.
 */
export function organismAnswers(seed: number): AnsweredTopic[] {
  const { train, heldout } = bundledCorpus();
  return [...train, ...heldout].map(({ topic, category, split }, i) => {
    const exclaim = i % 10 === 9;
    const answers = Object.fromEntries(
      corpusArms.map((arm) => [
        arm,
        answer(bundledTopics.get(topic)!, arm, exclaim, randomStream(seed, `organism/answer/${topic}/${arm}`)),
      ]),
    ) as Record<CorpusArm, string>;
    return { topic, category, split, exclaim, answers, exclamatory: answers["extraversion/high"].replaceAll(".", "!") };
  });
}

function answer(topic: Topic, arm: CorpusArm, exclaim: boolean, stream: RandomStream): string {
  const { first, next } = sentencesIn(arm);
  const scope = scopeIn(arm, topic);
  const said = new Set<string>();
  while (said.size < sentencesInAnswer) {
    const { text } = sample(said.size === 0 ? first : next, scope, stream);
    if (!text.endsWith("?")) said.add(capital(text));
  }
  return [...said].map((text, i) => `${text}${exclaim && i === 0 ? "!" : "."}`).join(" ");
}
