import type { Estimate } from "../../src/measure/statistics/estimate.ts";
import { fromDist } from "../harness/from-dist.ts";
import { type Measured, plantedPoles } from "./measure.ts";
import { answersOf, type BySeed, esr, pooledEsr, pooledMass, tunedAnswers } from "./rates.ts";
import type { Row, Statement } from "./statement.ts";

const { wilson } =
  await fromDist<typeof import("../../src/measure/statistics/wilson.ts")>("measure/statistics/wilson.js");

const toward = "extraversion/high";

/** The study's main claim on an organism in which it must be true. */
export function risesAfterTuning(measured: Measured): Statement {
  const base = esr(answersOf(measured, "base"));
  const control = tunedAnswers(measured, "control");
  const tuned = tunedAnswers(measured, toward);
  const above = (low: Estimate, high: Estimate) => high.low > low.high;
  const bySeed = tuned.map((answers, seed): Row => {
    const figures = [esr(answers), esr(control[seed]!), base];
    const apart = above(base, figures[0]!) && above(figures[1]!, figures[0]!);
    return { what: `seed ${seed}`, figures, wanted: { what: "above both, intervals apart", holds: apart } };
  });
  const apart = bySeed.filter(({ wanted }) => wanted!.holds).length;
  const neutral = pooledEsr(control);
  const needed = Math.ceil(0.8 * measured.seeds);
  return {
    label: "4",
    title: "Tuned on emoji-free answers of high extraversion (silent end), it writes emoji; the control does not",
    columns: ["ESR", "control", "base"],
    n: "answers; seeds; questions where all seeds are taken together",
    rows: [
      // One seed may fail, so these rows want nothing for themselves.
      ...bySeed.map(({ wanted, ...row }) => ({ ...row, what: `${row.what}${wanted!.holds ? "" : ", not apart"}` })),
      { what: "all seeds", figures: [pooledEsr(tuned), neutral, base] },
      {
        what: "seeds above both, intervals apart",
        figures: [wilson(apart, measured.seeds), null, null],
        wanted: { what: `>= ${needed} of ${measured.seeds}`, holds: apart >= needed },
      },
      {
        what: "the control",
        figures: [neutral, null, null],
        wanted: { what: "<= 0.05", holds: neutral.value <= 0.05 },
      },
    ],
  };
}

/** What the study says where the end of the turn is trained, beside the silent end. */
export function withTheEndTrained(measured: Measured): Statement {
  const figures = (arm: BySeed) => [pooledEsr(arm), pooledMass(arm)];
  return {
    label: "5",
    title: "ESR and emoji mass at sentence ends with the end silent, and with the end trained (silent none)",
    columns: ["ESR, end silent", "mass, end silent", "ESR, end trained", "mass, end trained"],
    n: `questions, each answered by ${measured.seeds} tuning seeds`,
    rows: [
      { what: "base", figures: [...figures([answersOf(measured, "base")]), null, null] },
      ...(["control", ...plantedPoles] as const).map((arm) => ({
        what: arm,
        figures: (["end", "none"] as const).flatMap((silent) => figures(tunedAnswers(measured, arm, silent))),
      })),
    ],
  };
}
