import type { MeasureOptions } from "../../measure/instrument.ts";
import type { Sampling } from "../../model/generate/sampling.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { ExplainedArm } from "../arm.ts";
import { refuseUnlikeTokenizers } from "../same-tokenizer.ts";
import { type Asked, askArm, type PoleName } from "./ask.ts";
import { type IclDraws, over } from "./draws.ts";
import { emojiStart, emojiStarts } from "./emoji-start.ts";
import { figuresOf } from "./figures.ts";
import type { IclFindings } from "./findings.ts";
import { wholeEmoji } from "./first-list.ts";
import { matchedSets } from "./matched.ts";
import { type ArmData, armData, measures } from "./measures.ts";
import { warningsOf } from "./warnings.ts";
import { questionOf, wordings } from "./wordings.ts";

/** Who is asked, what about, and how. */
export interface IclRequest {
  /** Before, after, and others; the first is what all are compared with, and whose probabilities other emoji are matched by. */
  arms: readonly ExplainedArm[];
  /** Which of them was tuned alike without the trait: those after the first are compared with it too. */
  control?: string;
  about: PoleName;
  /** Emoji that the studied persona wrote; may be none. */
  studied: readonly string[];
  sampling: Sampling;
  /** Sampled replies a wording. Default 6. */
  samples?: number;
  /** Default 48. */
  maxNewTokens?: number;
  /** Length of the lists. Default 50. */
  top?: number;
}

/**
 * ICL explainability (Jain et al. 2025): asks each arm in several wordings for tokens that stand for the trait, and looks for emoji among the
 * most frequent tokens of sampled replies and, without sampling, among the most probable first tokens. Against it: the same of sets of other
 * emoji that are as probable to the first arm when it is asked about plain things. Throws "bad-input" for arms of unlike tokenizers.
 */
export async function explainIcl(
  { arms, control, about, studied: written, sampling, samples = 6, maxNewTokens = 48, top = 50 }: IclRequest,
  options: MeasureOptions,
): Promise<IclFindings> {
  refuseUnlikeTokenizers(arms);
  const emoji = [...new Set(written.flatMap((sign) => emojiStart(sign) ?? []))];
  const data: ArmData[] = [];
  for (const arm of arms) {
    const asked = await askArm(arm, { about, sampling, samples, maxNewTokens, top }, options);
    data.push(armData(asked, arm.respondent.local.tokenizer, top));
  }
  const matched = matchedSets(emoji, neutralProbabilities(data[0]!.asked), { seed: options.seed });
  const studied = { emoji, matched, inOneToken: inOneToken(emoji, arms[0]!.respondent.local.tokenizer) };
  const draws = { wordings: wordings.length, samples, seed: options.seed };
  const described = arms.map(({ id }, i) => ({
    id,
    ...figuresOf(data[i]!, { about, draws, studied }),
    examples: wordings.map((wording, w) => ({
      question: questionOf(wording, about, "trait"),
      reply: data[i]!.asked.replies.trait[w]![0]!.text,
    })),
  }));
  const findings = {
    part: "icl" as const,
    ...about,
    wordings: wordings.map((wording) => questionOf(wording, about, "trait")),
    samples,
    top,
    studied: emoji,
    matching: matched ? Math.exp(matched.unlikeness) : null,
    arms: described,
    contrasts: contrastPairs(
      arms.map(({ id }) => id),
      control,
    ).flatMap((pair) =>
      contrastsOf(
        pair,
        pair.map((id) => data[arms.findIndex((arm) => arm.id === id)]!),
        draws,
      ),
    ),
  };
  return { ...findings, warnings: warningsOf(findings) };
}

/** Whether a token of the vocabulary begins one of these emoji with certainty. */
function inOneToken(emoji: readonly string[], tokenizer: Tokenizer): boolean {
  for (let id = 0; id < tokenizer.vocab; id++) {
    const whole = wholeEmoji(id, tokenizer);
    if (whole !== undefined && emoji.includes(whole)) return true;
  }
  return false;
}

/** How probable each emoji is as the beginning of a reply about a plain thing: means over wordings. */
function neutralProbabilities({ first }: Asked): Map<string, number> {
  const { emoji } = first.groups.neutral!;
  const mean = (values: readonly number[] = []) => values.reduce((sum, value) => sum + value, 0) / wordings.length;
  return new Map(emojiStarts().map((sign) => [sign, mean(emoji[sign])]));
}

/** Every arm against the first, and against the control. */
const contrastPairs = (ids: readonly string[], control: string | undefined): [arm: string, against: string][] =>
  ids
    .slice(1)
    .flatMap((id): [string, string][] => [
      [id, ids[0]!],
      ...(control !== undefined && id !== control && ids.includes(control)
        ? ([[id, control]] as [string, string][])
        : []),
    ]);

/** One arm against another, on the same draws. */
function contrastsOf(
  [arm, against]: readonly [string, string],
  [own, other]: readonly ArmData[],
  draws: IclDraws,
): IclFindings["contrasts"] {
  const named = { arm, against };
  const difference = (measure: "frequent" | "first", n: number) =>
    over(draws, (drawn) => measures[measure](own!, drawn) - measures[measure](other!, drawn), { n, support: [-1, 1] });
  const ratio = over(draws, (drawn) => measures.mass(own!, drawn) / measures.mass(other!, drawn), {
    n: draws.wordings,
    support: [0, Number.POSITIVE_INFINITY],
  });
  const replies = draws.wordings * draws.samples;
  return [
    { ...named, measure: "frequent", scale: "difference", estimate: difference("frequent", replies) },
    { ...named, measure: "first", scale: "difference", estimate: difference("first", draws.wordings) },
    ...(Number.isFinite(ratio.value)
      ? [{ ...named, measure: "mass" as const, scale: "ratio" as const, estimate: ratio }]
      : []),
  ];
}
