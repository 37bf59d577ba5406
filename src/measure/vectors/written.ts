import type { ChatMessage, Tokenizer } from "../../model/tokenizer/types.ts";
import type { AnsweredTopic } from "../../trait/corpus/answers.ts";
import { type CorpusArm, corpusArms } from "../../trait/corpus/arms.ts";
import type { TraitPoleKey } from "../../trait/framework.ts";
import { questionAbout } from "../../trait/questions.ts";
import type { AnswerPair, Side, SidedAnswer } from "./types.ts";

/** What a pole's answers are compared with: those of its other end, the neutral ones, or those of all poles of the other traits. */
export const counterparts = ["opposite", "neutral", "others"] as const;
export type Counterpart = (typeof counterparts)[number];

export interface WrittenRequest {
  topics: readonly AnsweredTopic[];
  pole: TraitPoleKey;
  against: Counterpart;
  tokenizer: Pick<Tokenizer, "encode">;
  /** The chat in which the model as it is would be asked. */
  chat(question: string): ChatMessage[];
}

/** Pairs of given answers to the same questions, read under teacher forcing: for models that follow no instructions. */
export function writtenPairs({ topics, pole, against, tokenizer, chat }: WrittenRequest): AnswerPair[] {
  const arms = armsAgainst(pole, against);
  return topics.flatMap(({ topic, answers }, t) => {
    const question = questionAbout(topic);
    const messages = chat(question);
    const answer = (arm: CorpusArm, side: Side): SidedAnswer => {
      const text = answers[arm];
      return { id: `t${t}/${arm}`, side, question, messages, text, ids: tokenizer.encode(text) };
    };
    const positive = answer(pole, "positive");
    return arms.map((arm) => {
      const negative = answer(arm, "negative");
      return { id: `t${t}/${arm}`, question, rollout: 0, positive, negative };
    });
  });
}

function armsAgainst(pole: TraitPoleKey, against: Counterpart): CorpusArm[] {
  const [trait, end] = pole.split("/");
  if (against === "neutral") return ["neutral"];
  if (against === "opposite") return [`${trait}/${end === "high" ? "low" : "high"}` as CorpusArm];
  return corpusArms.filter((arm) => arm !== "neutral" && !arm.startsWith(`${trait}/`));
}
