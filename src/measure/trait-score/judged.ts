import { createHash } from "node:crypto";
import { canonicalJson } from "../../base/json.ts";
import type { Judge } from "../judge/judge.ts";
import { rateTexts } from "../judge/rate.ts";
import { judgePrompt, type Rubric } from "../judge/rubric.ts";
import { judgeScales } from "../judge/scale.ts";
import type { ScorePart } from "./part.ts";

const scale = judgeScales["0-100"];

export interface JudgedOptions {
  /** SHA-256 of the judge's model. */
  sha256: string;
  /** Answers of a judge that is sampled, for each text, and the longest of them in tokens. */
  samples?: number;
  judgeTokens?: number;
}

/** A judge's word on a rubric, from 0 to 100 (METHODS 4: the expected value over the integers where it can be had). */
export const judgedBy = (
  judge: Judge,
  rubric: Rubric,
  { sha256, samples = 1, judgeTokens = 32 }: JudgedOptions,
): ScorePart => ({
  name: `judge ${judge.respondent.name}`,
  sha256: createHash("sha256")
    .update(
      canonicalJson({
        sha256,
        method: judge.method,
        samples,
        judgeTokens,
        asked: judgePrompt(rubric, { text: "" }, scale),
      }),
    )
    .digest("hex"),
  async score(answers, options) {
    const texts = answers.map(({ id, question, answer }) => ({ id, question, text: answer }));
    const ratings = await rateTexts(judge, rubric, texts, {
      ...options,
      group: "judge",
      scale,
      samples,
      maxNewTokens: judgeTokens,
    });
    return ratings.map(({ score }) => score);
  },
});
