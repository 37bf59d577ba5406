import type { TraitPoleKey } from "../../src/trait/framework.ts";
import { fromDist } from "../harness/from-dist.ts";
import type { Answered } from "./arms.ts";
import { type Measured, plantedPoles } from "./measure.ts";
import { shareOf, tunedAnswers } from "./rates.ts";
import type { Statement } from "./statement.ts";

const { planted } = await fromDist<typeof import("../../src/trait/organism/planted.ts")>("trait/organism/planted.js");

/** Where the first emoji of a response stands: the mechanism, if most stand past a training answer's end. */
export function pastTheEnd(measured: Measured): Statement {
  const { answerEndTokens, sentences } = measured.findings.settings;
  const share = (pole: TraitPoleKey, of: (answer: Answered) => boolean | null) =>
    shareOf(
      tunedAnswers(measured, pole),
      (answer) => Number(of(answer) === true),
      (answer) => Number(of(answer) !== null),
    );
  return {
    label: "6",
    title: "First emoji past where a training answer would end (silent end)",
    columns: [`at token ${answerEndTokens} or later`, `behind sentence ${sentences[0]}`],
    n: `answers with an emoji; training answers have a median of ${answerEndTokens} tokens and are cut to sentences: ${sentences[0]}`,
    rows: plantedPoles.map((pole) => ({
      what: pole,
      figures: [share(pole, ({ firstPast }) => firstPast), share(pole, ({ firstBehind }) => firstBehind)],
    })),
  };
}

/** Whether the emoji are those that were planted for the pole. By chance it would be one in ten. */
export const ownEmoji = (measured: Measured): Statement => ({
  label: "8",
  title: "Share of emoji written after tuning that were planted for that pole (silent end)",
  columns: ["own"],
  n: "emoji",
  rows: plantedPoles.map((pole) => {
    const own = new Set(planted[pole].emoji);
    return {
      what: pole,
      figures: [
        shareOf(
          tunedAnswers(measured, pole),
          ({ emoji }) => emoji.filter((one) => own.has(one)).length,
          ({ emoji }) => emoji.length,
        ),
      ],
    };
  }),
});
