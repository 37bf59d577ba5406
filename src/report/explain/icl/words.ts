import type { Estimated } from "../../../explain/findings.ts";
import type { IclFindings } from "../../../explain/icl/findings.ts";
import { interval, percent, small, times } from "../../../study/emoji/numbers.ts";

/** "high extraversion". */
export const poleOf = ({ trait, pole }: Pick<IclFindings, "trait" | "pole">): string => `${pole} ${trait}`;

const within = (estimate: Estimated, format: (value: number) => string): string =>
  `${format(estimate.value)} (95 % ${interval(estimate, format)})`;

type NameOf = (arm: string) => string;

/** The answer in a few sentences. */
export const iclAnswer = (findings: IclFindings, nameOf: NameOf): string =>
  [iclMethod(findings), listWords(findings, nameOf), massWords(findings, nameOf)].join(" ");

/** What was asked. */
export function iclMethod({ wordings, samples, ...about }: IclFindings): string {
  return `Each arm was asked in ${wordings.length} wordings, ${samples} samples of each, for tokens, words or symbols that stand for ${poleOf(about)}; no wording speaks of emoji.`;
}

/** How many of the most frequent tokens are emoji. */
export function listWords({ arms, top }: IclFindings, nameOf: NameOf): string {
  const lists = arms.map(
    ({ id, frequent: { emojiShare } }) =>
      `${nameOf(id)} ${emojiShare.high === 0 ? "none" : within(emojiShare, percent)}`,
  );
  return arms.every(({ esr }) => esr.value === 0)
    ? `No sampled reply of any arm holds an emoji, so none is among the ${top} most frequent tokens; what is left to see is how probable one is as a reply's beginning.`
    : `Emoji among the ${top} most frequent tokens of the replies: ${lists.join("; ")}.`;
}

/** How probable an emoji is as a reply's beginning, against the first arm. */
export function massWords({ arms, contrasts }: IclFindings, nameOf: NameOf): string {
  const [base, ...others] = arms;
  const masses = others.flatMap(({ id }) => {
    const ratios = contrasts.filter(({ arm, measure }) => arm === id && measure === "mass");
    const said = ratios.map(({ against, estimate }) =>
      against === base!.id ? within(estimate, times) : `against ${nameOf(against)} ${within(estimate, times)}`,
    );
    return said.length > 0 ? [`${nameOf(id)} ${said.join(", ")}`] : [];
  });
  return masses.length === 0
    ? `A reply of ${nameOf(base!.id)} begins with an emoji with probability ${within(base!.mass.trait, small)}.`
    : `Probability that a reply begins with an emoji, against ${nameOf(base!.id)} (${within(base!.mass.trait, small)}): ${masses.join("; ")}.`;
}

/** What the figures rest on, and what would tell more. */
export function iclLimits({ wordings, samples, studied }: IclFindings): string {
  const few =
    studied.length > 0 && studied.length < 10
      ? ` With ${studied.length} studied emoji an overlap moves in steps of ${percent(1 / studied.length)}.`
      : "";
  return `What this rests on: ${wordings.length} wordings, resampled together with the ${samples} samples of each for the intervals; more wordings narrow them, more samples hardly.${few} What a model says stands for a trait is not what it does: whether emoji come unasked is counted elsewhere. One persona of each kind was asked: other tuning seeds may differ.`;
}
