import { findEmoji } from "../../base/text/emoji.ts";
import { bootstrap, bootstrapRatio, type Resamples } from "../statistics/bootstrap.ts";
import { bounded, type Estimated } from "../statistics/estimated.ts";
import { meanAt } from "../statistics/joint.ts";
import { wilson } from "../statistics/wilson.ts";
import type { TraitScore } from "../trait-score/types.ts";
import type { PointFigures } from "./findings.ts";
import type { AnswerLogProb, WrittenAnswer } from "./write.ts";

/** An answer with all that is known of it. */
export interface KnownAnswer extends TraitScore {
  text: string;
  finish: WrittenAnswer["finish"];
  logProb: AnswerLogProb;
}

/** An answer with its score; one without a word counts as not coherent, whoever says so. */
export const knownAnswer = (answer: WrittenAnswer, score: TraitScore, logProb: AnswerLogProb): KnownAnswer => ({
  text: answer.text,
  finish: answer.finish,
  trait: score.trait,
  coherence: answer.text.trim() === "" ? 0 : score.coherence,
  logProb,
});

/** What one variant's answers are like; `draws` are of the questions, and the same for every variant. */
export function pointFigures(answers: readonly KnownAnswer[], draws: Resamples): PointFigures {
  const share = (has: (answer: KnownAnswer) => boolean) => bounded(wilson(answers.filter(has).length, answers.length));
  return {
    trait: meanOf(
      answers.map(({ trait }) => trait),
      draws,
    ),
    coherence: meanOf(
      answers.map(({ coherence }) => coherence),
      draws,
    ),
    perplexity: perplexityOf(
      answers.map(({ logProb }) => logProb),
      draws,
    ),
    esr: share(({ text }) => findEmoji(text).length > 0),
    ended: share(({ finish }) => finish === "end"),
    unscored: answers.filter(({ trait }) => trait === null).length,
  };
}

/** Mean of the known values over questions; null where fewer than half are known. */
export function meanOf(values: readonly (number | null)[], draws: Resamples): Estimated | null {
  const known = values.filter((value) => value !== null).length;
  if (2 * known < values.length || known === 0) return null;
  return bounded({ ...bootstrap(draws, (at) => meanAt(values, at), [0, 100]), n: known });
}

/** exp(-sum of log-probabilities / tokens), resampled by answer; null without a token. */
function perplexityOf(logProbs: readonly AnswerLogProb[], draws: Resamples): Estimated | null {
  const tokens = logProbs.map((each) => each.tokens);
  if (tokens.every((each) => each === 0)) return null;
  const { value, low, high, n } = bootstrapRatio(
    logProbs.map(({ sum }) => -sum),
    tokens,
    draws,
    [0, Number.POSITIVE_INFINITY],
  );
  return bounded({ value: Math.exp(value), low: Math.exp(low), high: Math.exp(high), n });
}
