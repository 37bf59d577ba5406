import type { Estimate } from "../../src/measure/statistics/estimate.ts";
import type { TraitPoleKey } from "../../src/trait/framework.ts";
import { fromDist } from "../harness/from-dist.ts";
import { type Answered, tunedArm } from "./arms.ts";
import type { Measured } from "./measure.ts";
import { bootstrapJointly, meanAt } from "./resample.ts";

const { clusteredRate } = await fromDist<typeof import("../../src/measure/emoji/clustered-rate.ts")>(
  "measure/emoji/clustered-rate.js",
);
const { drawResamples } = await fromDist<typeof import("../../src/measure/statistics/bootstrap.ts")>(
  "measure/statistics/bootstrap.js",
);
const { wilson } =
  await fromDist<typeof import("../../src/measure/statistics/wilson.ts")>("measure/statistics/wilson.js");

/** Answers of an arm, one list a tuning seed, each in the order of the questions. */
export type BySeed = readonly (readonly Answered[])[];

/** An arm of the study that was not tuned. Throws where it was not run. */
export function answersOf({ arms }: Pick<Measured, "arms">, arm: string): readonly Answered[] {
  const answers = arms.get(arm);
  if (answers === undefined) throw new Error(`the study has no arm ${arm}`);
  return answers;
}

export const tunedAnswers = (
  measured: Measured,
  toward: TraitPoleKey | "control",
  silent: "end" | "none" = "end",
): BySeed => Array.from({ length: measured.seeds }, (_, seed) => answersOf(measured, tunedArm(toward, silent, seed)));

export const hasEmoji = ({ emoji }: Answered): boolean => emoji.length > 0;

/** Share of answers with an emoji (Wilson), n = answers. */
export const esr = (answers: readonly Answered[]): Estimate => wilson(answers.filter(hasEmoji).length, answers.length);

/**
 * The same of all tuning seeds together: Wilson's interval as if each question had been answered once, since answers to one question
 * by several seeds are alike. n = questions.
 */
export function pooledEsr(seeds: BySeed): Estimate {
  const questions = seeds[0]!.length;
  const yes = seeds.flat().filter(hasEmoji).length;
  return wilson(yes / seeds.length, questions);
}

/** Mean emoji mass at sentence ends over all answers, by bootstrap over questions and seeds; n = questions. */
export function pooledMass(seeds: BySeed): Estimate {
  const masses = seeds.map((answers) => answers.map(({ mass }) => mass));
  const sizes = { questions: masses[0]!.length, seeds: seeds.length };
  return bootstrapJointly(sizes, (drawn) => {
    const means = Array.from(drawn.seeds, (seed) => meanAt(masses[seed]!, drawn.questions));
    return means.reduce((a, b) => a + b) / means.length;
  });
}

/**
 * Events over occasions of all answers, by bootstrap over questions (with an open end where nothing, or everything, was an
 * event); null where there was no occasion. n = occasions.
 */
export function shareOf(
  seeds: BySeed,
  events: (answer: Answered) => number,
  occasions: (answer: Answered) => number,
): Estimate | null {
  const sums = (of: (answer: Answered) => number) =>
    seeds[0]!.map((_, question) => seeds.reduce((sum, answers) => sum + of(answers[question]!), 0));
  const all = sums(occasions);
  const n = all.reduce((a, b) => a + b, 0);
  if (n === 0) return null;
  return { ...clusteredRate(sums(events), all, drawResamples(all.length, { seed: 0 }), 1), n };
}
