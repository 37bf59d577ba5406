import { fromDist } from "../harness/from-dist.ts";
import { type Measured, plantedPoles } from "./measure.ts";
import { shareOf, tunedAnswers } from "./rates.ts";
import type { Statement } from "./statement.ts";

const { planted } = await fromDist<typeof import("../../src/trait/organism/planted.ts")>("trait/organism/planted.js");

/** Where the first emoji of a response stands: the mechanism, if most stand past a training answer's end. */
export const pastTheEnd = (measured: Measured): Statement => ({
  number: 6,
  title: "Share of first emoji past where a training answer would end (silent end)",
  columns: ["past"],
  n: `answers with an emoji; training answers end at token ${measured.findings.settings.answerEndTokens}, their median length`,
  rows: plantedPoles.map((pole) => ({
    what: pole,
    figures: [
      shareOf(
        tunedAnswers(measured, pole),
        ({ firstPast }) => (firstPast ? 1 : 0),
        ({ firstPast }) => (firstPast === null ? 0 : 1),
      ),
    ],
  })),
});

/** Whether the emoji are those that were planted for the pole. By chance it would be one in ten. */
export const ownEmoji = (measured: Measured): Statement => ({
  number: 8,
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
