import type { Estimated } from "../../explain/findings.ts";
import type { EmojiRecord } from "../../measure/emoji/record.ts";
import { summariseEmoji } from "../../measure/emoji/summary.ts";
import type { BootstrapOptions } from "../../measure/statistics/bootstrap.ts";
import { type Estimate, quantile } from "../../measure/statistics/estimate.ts";
import { wilson } from "../../measure/statistics/wilson.ts";
import { type Arm, type ArmKey, estimated } from "./findings.ts";
import { pastByChance } from "./position.ts";

/** What an arm left behind. */
export interface ArmResults {
  records: readonly EmojiRecord[];
  /** Whether each response ended by itself. */
  ended: readonly boolean[];
  /** Means of the emoji mass with their intervals; null where it was not measured. */
  mass: Record<"sentenceEnds" | "answerEnd" | "before" | "past", Estimate | null>;
  tuning?: Arm["tuning"];
}

/** An arm's entry in the findings. Throws RangeError where it has no response. */
export function describeArm(
  key: ArmKey,
  results: ArmResults,
  options: BootstrapOptions & { answerEndTokens: number },
): Arm {
  const { records, ended, mass, tuning } = results;
  const { firstEmoji, groups, ...summary } = summariseEmoji(records, options);
  const optional = (estimate: Estimate | null): Estimated | null => (estimate === null ? null : estimated(estimate));
  return {
    ...key,
    n: summary.n,
    sentences: summary.sentences,
    emoji: summary.emoji,
    esr: sure(summary.esr),
    sentenceRate: sure(summary.sentenceRate),
    density: sure(summary.density),
    exclamationRate: sure(summary.exclamationRate),
    exclamationsPerSentence: sure(summary.exclamationsPerSentence),
    emojiMass: optional(mass.sentenceEnds),
    emojiMassAnswerEnd: optional(mass.answerEnd),
    emojiMassBefore: optional(mass.before),
    emojiMassPast: optional(mass.past),
    firstEmoji: {
      token: optional(firstEmoji.token),
      share: optional(firstEmoji.share),
      before: firstEmoji.before,
      past: firstEmoji.past,
      pastRate: optional(firstEmoji.pastRate),
      pastByChance: pastByChance(records, options.answerEndTokens),
    },
    topEmoji: summary.topEmoji,
    groups: Object.fromEntries(Object.entries(groups).map(([group, count]) => [group, count ?? 0])),
    cutEmoji: summary.cutEmoji,
    medianTokens: median(records.map(({ tokens }) => tokens ?? 0)),
    endedShare: sure(wilson(ended.filter(Boolean).length, ended.length)),
    ...(tuning ? { tuning } : {}),
  };
}

function sure(estimate: Estimate): Estimated {
  const found = estimated(estimate);
  if (found === null) throw new RangeError("an arm's rate has no value");
  return found;
}

const median = (values: readonly number[]): number => quantile(Float64Array.from(values).sort(), 0.5);
