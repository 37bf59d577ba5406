import type { TraitPoleKey } from "../../src/trait/framework.ts";
import { fromDist } from "../harness/from-dist.ts";
import { spearman } from "./correlation.ts";
import { type Measured, plantedPoles } from "./measure.ts";
import { hasEmoji, tunedAnswers } from "./rates.ts";
import { bootstrapJointly, meanAt } from "./resample.ts";
import type { Statement } from "./statement.ts";

const { planted } = await fromDist<typeof import("../../src/trait/organism/planted.ts")>("trait/organism/planted.js");

/** Poles are counted among those whose order must show from this planted rate on. */
const clearRate = 0.05;

/** Whether the poles come out in the order in which they were planted. */
export function plantedOrder(measured: Measured): Statement {
  const clear = plantedPoles.filter((pole) => planted[pole].emojiRate >= clearRate);
  const rho = correlate(measured, clear);
  return {
    label: "7",
    title: "ESR after tuning orders the poles as planted (silent end, all seeds together)",
    columns: ["Spearman's rho"],
    n: "questions; interval over questions and tuning seeds",
    rows: [
      {
        what: `${clear.length} poles planted at ${clearRate} or more`,
        figures: [rho],
        wanted: { what: ">= 0.8", holds: rho.value >= 0.8 },
      },
      { what: `all ${plantedPoles.length} poles`, figures: [correlate(measured, plantedPoles)] },
    ],
  };
}

function correlate(measured: Measured, poles: readonly TraitPoleKey[]) {
  const rates = poles.map((pole) => planted[pole].emojiRate);
  const written = poles.map((pole) =>
    tunedAnswers(measured, pole).map((answers) => answers.map((answer) => Number(hasEmoji(answer)))),
  );
  const { seeds, questions } = measured;
  return bootstrapJointly({ questions, seeds }, (drawn) =>
    spearman(
      written.map((bySeed) =>
        Array.from(drawn.seeds).reduce((sum, seed) => sum + meanAt(bySeed[seed]!, drawn.questions), 0),
      ),
      rates,
    ),
  );
}
