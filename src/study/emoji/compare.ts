import type { Estimate } from "../../measure/statistics/estimate.ts";
import { logRatio, pairedProportions } from "../../measure/statistics/paired.ts";
import { pooledProportions } from "../../measure/statistics/pooled.ts";
import { signFlipTest } from "../../measure/statistics/sign-flip.ts";

/** What a comparison of two sides, paired by question, says. */
export interface Comparison {
  estimate: Estimate;
  values: { arm: number; against: number };
  bySeed: number[];
  favours: { arm: number; against: number };
  /** Two-sided. */
  p: number;
  method: string;
}

/**
 * Shares of yes, `[seed, question]`: the difference of the shares, questions as units, seeds as replicates of a question.
 * One seed: Newcombe's method 10 and the exact McNemar test. Several: the same interval on each question's mean over the
 * seeds, and a sign-flip test of the questions' differences. Both sides have the same seeds in the same order.
 */
export function compareShares(
  arm: readonly (readonly boolean[])[],
  against: readonly (readonly boolean[])[],
  seed: number,
): Comparison {
  const bySeed = arm.map((yes, s) => share(yes) - share(against[s]!));
  const [a, b] = [meanOver(arm), meanOver(against)];
  const differences = a.map((x, q) => x - b[q]!);
  const common = { values: { arm: mean(a), against: mean(b) }, bySeed, favours: favoursOf(differences) };
  if (arm.length === 1) {
    const { difference, p } = pairedProportions(arm[0]!, against[0]!);
    return {
      ...common,
      estimate: difference,
      p,
      method: "paired by question: Newcombe's method 10, exact McNemar test",
    };
  }
  return {
    ...common,
    estimate: pooledProportions(a, b),
    p: signFlipTest(differences, { seed }),
    method: "questions as units, seeds as replicates: Newcombe's method 10 on question means, sign-flip test",
  };
}

/**
 * Masses, `[seed, question]`, null where a response had no place to measure: the ratio of geometric means over the
 * questions that both sides have, each question's value being the geometric mean over its seeds. Bootstrap interval over
 * questions on the log scale, sign-flip test of the questions' log ratios. Masses below 1e-12 count as 1e-12.
 * Undefined where no question is left.
 */
export function compareMasses(
  arm: readonly (readonly (number | null)[])[],
  against: readonly (readonly (number | null)[])[],
  seed: number,
): Comparison | undefined {
  const [a, b] = [geometricMeans(arm), geometricMeans(against)];
  const both = a.flatMap((x, q) => (x === null || b[q] == null ? [] : [[x, b[q]] as const]));
  if (both.length === 0) return undefined;
  const [ours, theirs] = [both.map(([x]) => x), both.map(([, y]) => y)];
  const { ratio } = logRatio(ours, theirs, { seed, floor });
  const logs = both.map(([x, y]) => Math.log(x / y));
  const bySeed = arm.flatMap((_, s) => compareOneSeed(arm[s]!, against[s]!));
  const measured = [...arm, ...against].flat().filter((mass) => mass !== null);
  const raised = measured.filter((mass) => mass < floor).length;
  const method = "paired by question: ratio of geometric means, bootstrap over questions, sign-flip test of log ratios";
  return {
    estimate: ratio,
    values: { arm: geometricMean(ours), against: geometricMean(theirs) },
    bySeed,
    favours: favoursOf(logs),
    p: signFlipTest(logs, { seed }),
    method: raised === 0 ? method : `${method}; ${raised} of ${measured.length} masses below 1e-12 counted as 1e-12`,
  };
}

const floor = 1e-12;

function compareOneSeed(arm: readonly (number | null)[], against: readonly (number | null)[]): number[] {
  const logs = arm.flatMap((x, q) => {
    const y = against[q];
    return x === null || y == null ? [] : [Math.log(Math.max(x, floor) / Math.max(y, floor))];
  });
  return logs.length === 0 ? [] : [Math.exp(mean(logs))];
}

/** `[question]` from `[seed, question]`: geometric means over the seeds that have a value, raised to the floor. */
function geometricMeans(masses: readonly (readonly (number | null)[])[]): (number | null)[] {
  return masses[0]!.map((_, q) => {
    const values = masses.flatMap((questions) => questions[q] ?? []);
    return values.length === 0 ? null : geometricMean(values.map((value) => Math.max(value, floor)));
  });
}

const meanOver = (yes: readonly (readonly boolean[])[]): number[] =>
  yes[0]!.map((_, q) => mean(yes.map((questions) => Number(questions[q]))));
const favoursOf = (differences: readonly number[]) => ({
  arm: differences.filter((difference) => difference > 1e-12).length,
  against: differences.filter((difference) => difference < -1e-12).length,
});
const share = (yes: readonly boolean[]): number => mean(yes.map(Number));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const geometricMean = (values: readonly number[]): number => Math.exp(mean(values.map(Math.log)));
