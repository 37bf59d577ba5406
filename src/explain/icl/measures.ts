import { wilson } from "../../measure/statistics/wilson.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { Estimated } from "../findings.ts";
import type { Asked } from "./ask.ts";
import { type IclDrawn, type IclDraws, meanOver, over } from "./draws.ts";
import { firstList } from "./first-list.ts";
import { mostFrequent, type ReplyUnits, replyUnits } from "./frequent.ts";

/** What an arm's figures are made from. */
export interface ArmData {
  asked: Asked;
  units: ReplyUnits;
  tokenizer: Pick<Tokenizer, "bytes">;
  top: number;
}

export const armData = (asked: Asked, tokenizer: ArmData["tokenizer"], top: number): ArmData => ({
  asked,
  units: replyUnits(asked.replies.trait.map((samples) => samples.map(({ units }) => units))),
  tokenizer,
  top,
});

export const frequentIn = ({ units, top }: ArmData, drawn: IclDrawn) => mostFrequent(units, drawn, top);

export const firstIn = ({ asked, top }: ArmData, { wordings }: Pick<IclDrawn, "wordings">) =>
  firstList(asked.first.groups.trait!, wordings, top);

/** Share of emoji among the most frequent tokens, among the most probable first ones, and the probability of beginning with an emoji. */
export const measures = {
  frequent: (data: ArmData, drawn: IclDrawn): number => shareOf(frequentIn(data, drawn), ({ emoji }) => emoji),
  first: (data: ArmData, drawn: IclDrawn): number => shareOf(firstIn(data, drawn), ({ emoji }) => emoji > 0.5),
  mass: ({ asked }: ArmData, { wordings }: IclDrawn): number => meanOver(asked.first.groups.trait!.mass, wordings),
};

export const shareOf = <T>(list: readonly T[], has: (one: T) => boolean): number =>
  list.length === 0 ? 0 : list.filter(has).length / list.length;

/** Share of the replies about the trait that have something; where none or all do, as far as Wilson's interval of so many reaches. */
export function repliesShare(
  { asked: { replies } }: ArmData,
  draws: IclDraws,
  has: (reply: Asked["replies"]["trait"][number][number]) => boolean,
): Estimated {
  const holds = replies.trait.map((samples) => samples.map((reply) => Number(has(reply))));
  const n = draws.wordings * draws.samples;
  const estimate = over(draws, (drawn) => meanOverBoth(holds, drawn), { n, support: [0, 1] });
  const { value } = estimate;
  return value === 0 || value === 1 ? wilson(value * n, n) : estimate;
}

/** Mean of a table [wordings][samples] over those drawn. */
export function meanOverBoth(table: readonly (readonly number[])[], { wordings, samples }: IclDrawn): number {
  let sum = 0;
  for (const w of wordings) for (const s of samples) sum += table[w]![s]!;
  return sum / (wordings.length * samples.length);
}
