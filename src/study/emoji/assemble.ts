import type { PlaceMass, ResponseMass } from "../../measure/emoji/mass-task.ts";
import { recordEmoji, tokenOffsets } from "../../measure/emoji/record.ts";
import { bootstrapMean, drawResamples } from "../../measure/statistics/bootstrap.ts";
import type { Estimate } from "../../measure/statistics/estimate.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import { parseTrait } from "../../trait/parse.ts";
import { describeArm } from "./describe-arm.ts";
import type { EmojiFindings, Settings } from "./findings.ts";
import type { ArmSample } from "./pairing.ts";
import type { Question } from "./plan.ts";
import type { ArmOutcome, EmojiStudyOptions } from "./run-study.ts";
import { conclude } from "./verdicts.ts";

/** Emoji mass of each response: the mean over its sentence ends, and at its end; null where it has none. */
function massesOf(masses: readonly ResponseMass[]): {
  sentenceEnds: (number | null)[];
  answerEnd: (number | null)[];
} {
  const mean = (places: readonly PlaceMass[]) =>
    places.length === 0 ? null : places.reduce((sum, { emoji }) => sum + emoji, 0) / places.length;
  return {
    sentenceEnds: masses.map(({ sentenceEnds }) => mean(sentenceEnds)),
    answerEnd: masses.map(({ answerEnd }) => answerEnd?.emoji ?? null),
  };
}

/** The findings from what the arms left. `answerEndTokens` is where training answers end. */
export function assembleFindings(
  outcomes: readonly ArmOutcome[],
  questions: readonly Question[],
  answerEndTokens: number,
  { config, model, tokenizer, seed }: Pick<EmojiStudyOptions, "config" | "model" | "tokenizer" | "seed">,
): EmojiFindings {
  const settings: Settings = {
    questions: questions.length,
    traits: [
      ...config.traits.map((key) => {
        const { trait, pole } = parseTrait(key.replace("/", ":"));
        return { trait, pole };
      }),
      ...(config.exclamatory ? [{ trait: "extraversion", pole: "high" as const, marker: "exclamatory" as const }] : []),
    ],
    seeds: Array.from({ length: config.seeds }, (_, i) => i),
    silent: config.silent,
    sentences: config.sentences,
    registers: config.register,
    temperatures: config.temperature,
    topP: config.topP,
    maxNewTokens: config.maxNewTokens,
    answerEndTokens,
    alpha: 0.05,
    smallestEffect: { share: 0.1, ratio: 2 },
  };
  const samples = outcomes.map((outcome) => sampleOf(outcome, questions, answerEndTokens, tokenizer));
  const arms = outcomes.map(({ responses, tuning }, i) => {
    const { arm, records, massSentenceEnds, massAnswerEnd } = samples[i]!;
    const { curve: _, ...facts } = tuning ?? { curve: [], rows: 0, steps: 0, lossFirst: 0, lossLast: 0 };
    return describeArm(
      arm,
      {
        records,
        ended: responses.map(({ finish }) => finish === "end"),
        mass: { sentenceEnds: meanOf(massSentenceEnds!, seed), answerEnd: meanOf(massAnswerEnd!, seed) },
        ...(tuning ? { tuning: facts } : {}),
      },
      { seed, answerEndTokens },
    );
  });
  return { schema: 1, study: "emoji", model, settings, arms, ...conclude(samples, settings, seed) };
}

function sampleOf(
  { key, responses, masses }: ArmOutcome,
  questions: readonly Question[],
  answerEnd: number,
  tokenizer: Tokenizer,
): ArmSample {
  const { sentenceEnds, answerEnd: atEnd } = massesOf(masses);
  return {
    arm: key,
    questions: questions.map(({ id }) => id),
    records: responses.map(({ text, ids }) =>
      recordEmoji({ text, offsets: tokenOffsets(ids.map((id) => tokenizer.bytes(id))), answerEnd }),
    ),
    massSentenceEnds: sentenceEnds,
    massAnswerEnd: atEnd,
  };
}

function meanOf(values: readonly (number | null)[], seed: number): Estimate | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : bootstrapMean(known, drawResamples(known.length, { seed }), [0, 1]);
}
