import { badInput } from "../../base/errors.ts";
import type { Estimated } from "../statistics/estimated.ts";
import { wilson } from "../statistics/wilson.ts";
import type { TraitScore } from "../trait-score/types.ts";
import { type AnswerPair, type Side, type SidedAnswer, sides } from "./types.ts";

/** From where on an answer counts as showing the trait, and as coherent; 0 to 100. */
export interface Thresholds {
  trait: number;
  coherence: number;
}

/** Why a pair falls; it may fall for several. */
export const reasons = ["empty", "unscored", "positive", "negative", "incoherent"] as const;
export type FallReason = (typeof reasons)[number];

/** The reasons in words, for reports. */
export const reasonText = (reason: FallReason, { trait, coherence }: Thresholds): string =>
  ({
    empty: "an answer is empty",
    unscored: "an answer has no score",
    positive: `positive answer below ${trait} for the trait`,
    negative: `negative answer at ${trait} or above`,
    incoherent: `an answer below ${coherence} for coherence`,
  })[reason];

/** What became of the pairs. */
export interface Filtered {
  kept: AnswerPair[];
  /** Those that fell, each with its reasons. */
  fallen: { pair: AnswerPair; why: FallReason[] }[];
  /** How many pairs fell by each reason. */
  fell: Record<FallReason, number>;
  /** Answers of a side that passed on their own, with Wilson's interval; n = answers. */
  passed: Record<Side, Estimated>;
}

/**
 * Keeps a pair only if its positive answer reaches the trait's threshold, its negative one does not, and both are coherent (METHODS 4, step
 * 3). Without scores only empty answers fall; without coherence (`coherent` false) that is not asked for.
 */
export function filtered(
  pairs: readonly AnswerPair[],
  scores: ReadonlyMap<string, TraitScore> | undefined,
  { thresholds, coherent }: { thresholds: Thresholds; coherent: boolean },
): Filtered {
  const faults = (answer: SidedAnswer): FallReason[] => {
    if (answer.ids.length === 0) return ["empty"];
    if (scores === undefined) return [];
    const { trait, coherence } = scores.get(answer.id)!;
    if (trait === null || (coherent && coherence === null)) return ["unscored"];
    const shown = trait >= thresholds.trait;
    return [
      ...(shown === (answer.side === "positive") ? [] : [answer.side]),
      ...(coherent && coherence! < thresholds.coherence ? (["incoherent"] as const) : []),
    ];
  };
  const judged = pairs.map((pair) => ({ pair, why: [...new Set(sides.flatMap((side) => faults(pair[side])))] }));
  const fallen = judged.filter(({ why }) => why.length > 0);
  const count = (reason: FallReason) => fallen.filter(({ why }) => why.includes(reason)).length;
  const share = (side: Side): Estimated => {
    const answers = [...new Set(pairs.map((pair) => pair[side]))];
    return wilson(answers.filter((answer) => faults(answer).length === 0).length, answers.length);
  };
  return {
    kept: judged.filter(({ why }) => why.length === 0).map(({ pair }) => pair),
    fallen,
    fell: Object.fromEntries(reasons.map((reason) => [reason, count(reason)])) as Record<FallReason, number>,
    passed: { positive: share("positive"), negative: share("negative") },
  };
}

/** Throws "bad-input" where too few pairs are left, by how many and why they fell, or where those left answer one question only. */
export function refuseFew(
  { kept, fallen, fell }: Filtered,
  { minPairs, thresholds }: { minPairs: number; thresholds: Thresholds },
): void {
  if (kept.length < minPairs) {
    const why = reasons
      .filter((reason) => fell[reason] > 0)
      .map((reason) => `${reasonText(reason, thresholds)} (${fell[reason]})`);
    throw badInput(
      `${kept.length} of ${kept.length + fallen.length} pairs of answers were kept, and a vector needs at least ${minPairs}` +
        `${why.length === 0 ? "" : `; those that fell: ${why.join(", ")}`}. Ask more --questions or --rollouts, let another --judge score, lower ` +
        "--keep-trait or --min-pairs, or take given answers (--from answers), which the Big Five have.",
    );
  }
  if (new Set(kept.map(({ question }) => question)).size < 2)
    throw badInput(
      `All ${kept.length} pairs of answers that were kept answer one question, so nothing can be checked on another: ask more --questions.`,
    );
}

/** Throws "bad-input" where scores do not tell answers apart: less than a point between the lowest and the highest. */
export function refuseConstant(scorer: string, scores: readonly TraitScore[]): void {
  const given = scores.flatMap(({ trait }) => trait ?? []);
  const [least, most] = [Math.min(...given), Math.max(...given)];
  if (given.length < 3 || most - least >= 1) return;
  throw badInput(
    `The ${scorer} gave all ${given.length} answers the same score for the trait (${least.toFixed(1)} to ${most.toFixed(1)} of 100): it does not ` +
      "tell them apart; name another with --judge.",
  );
}
