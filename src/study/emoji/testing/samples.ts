import type { EmojiRecord } from "../../../measure/emoji/record.ts";
import { type ArmParts, armId, defaultLevels } from "../arm-id.ts";
import type { Settings } from "../findings.ts";
import type { ArmSample } from "../pairing.ts";

/** Settings of a small study; training answers end at token 40. */
export const settingsOf = (changed: Partial<Settings> = {}): Settings => ({
  questions: 40,
  traits: [{ trait: "extraversion", pole: "high" }],
  seeds: [0],
  silent: ["end", "none"],
  sentences: ["all"],
  registers: ["opinion"],
  temperatures: [0.7],
  topP: 0.9,
  maxNewTokens: 96,
  answerEndTokens: 40,
  alpha: 0.05,
  smallestEffect: { share: 0.05, ratio: 1.5 },
  ...changed,
});

/** What each of an arm's responses holds; question i is item i. */
export interface Outcome {
  /** Token index of the first emoji, of 80 tokens; undefined for a response without one. */
  emojiAt?: number;
  exclaims?: boolean;
  mass?: number | null;
  /** Emoji mass past the training end over that before it. */
  massPast?: number;
}

/** A record of 80 tokens in three sentences. */
export function recordOf({ emojiAt, exclaims = false }: Outcome, answerEnd = 40): EmojiRecord {
  const emoji =
    emojiAt === undefined
      ? []
      : [
          {
            emoji: "😀",
            group: "Smileys & Emotion" as const,
            at: emojiAt * 5,
            share: emojiAt / 80,
            token: emojiAt,
            past: emojiAt >= answerEnd,
          },
        ];
  return {
    characters: 400,
    tokens: 80,
    emoji,
    sentences: 3,
    sentencesWithEmoji: emoji.length,
    exclamations: exclaims ? 1 : 0,
    cut: 0,
  };
}

/** An arm whose responses come out as told. Defaults of the settings, high extraversion. */
export function sampleOf(
  arm: Partial<ArmParts> & Pick<ArmParts, "inducer">,
  outcomes: readonly Outcome[],
  settings = settingsOf(),
): ArmSample {
  const tuned = arm.inducer === "finetune" || arm.inducer === "control";
  const voiced = arm.inducer !== "base" && arm.inducer !== "control";
  const defaults = defaultLevels(settings);
  const { register, temperature, ...tuning } = defaults;
  const parts: ArmParts = {
    ...(voiced ? { trait: "extraversion", pole: "high" as const } : {}),
    ...(tuned ? { seed: 0 } : {}),
    ...arm,
    factors: { register, temperature, ...(tuned ? tuning : {}), ...arm.factors },
  };
  return {
    arm: { id: armId(parts, defaults), ...parts },
    questions: outcomes.map((_, i) => `q${i}`),
    records: outcomes.map((outcome) => recordOf(outcome, settings.answerEndTokens)),
    massSentenceEnds: outcomes.map(({ mass }) => (mass === undefined ? 0.002 : mass)),
    massPastRatio: outcomes.map(({ massPast }) => massPast ?? null),
  };
}

/** `n` outcomes of which the first `k` are `yes`, the others `no`. */
export const outcomes = (n: number, k: number, yes: Outcome, no: Outcome = {}): Outcome[] =>
  Array.from({ length: n }, (_, i) => (i < k ? { ...no, ...yes } : no));
