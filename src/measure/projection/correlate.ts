import { averageRanks, pearson, rawCorrelation, spearman } from "../statistics/correlation.ts";
import type { Defined } from "../statistics/defined.ts";
import { jackknife } from "../statistics/jackknife.ts";
import { isConstant, mean } from "../statistics/moments.ts";

/** A projection and the score of what was answered; rollouts of one prompt share its name. */
export interface ScoredProjection {
  prompt: string;
  projection: number | null;
  score: number | null;
}

/** How a projection goes with a score: Pearson's and Spearman's correlation. */
export interface Correlations {
  pearson: Defined;
  spearman: Defined;
}

/**
 * Over prompts: each prompt's mean projection against its mean score, n = prompts (intervals as `pearson` and `spearman` have them). A prompt
 * that asks for the trait makes this large by itself: it is {@link withinPrompts} that tells whether a projection says more than its prompt.
 */
export function overPrompts(rows: readonly ScoredProjection[]): Correlations {
  const means = grouped(rows).map((group) => ({
    x: mean(group.map(({ x }) => x)),
    y: mean(group.map(({ y }) => y)),
  }));
  const [x, y] = [means.map((one) => one.x), means.map((one) => one.y)];
  return { pearson: pearson(x, y), spearman: spearman(x, y) };
}

/**
 * Within prompts, pooled: projections and scores of several rollouts, each less its prompt's mean (for Spearman their ranks within the
 * prompt). Interval: the jackknife over prompts; n = rollouts. Undefined without a prompt of two rollouts, or where one side never differs.
 */
export function withinPrompts(rows: readonly ScoredProjection[]): Correlations {
  const groups = grouped(rows).filter((group) => group.length > 1);
  const of = (scale: (values: readonly number[]) => readonly number[]) => pooled(groups, scale);
  return { pearson: of((values) => values), spearman: of(averageRanks) };
}

interface Pair {
  x: number;
  y: number;
}

/** Pairs without gaps, by prompt in the order in which prompts come. */
function grouped(rows: readonly ScoredProjection[]): Pair[][] {
  const groups = new Map<string, Pair[]>();
  for (const { prompt, projection: x, score: y } of rows)
    if (x !== null && y !== null) {
      const group = groups.get(prompt);
      if (group) group.push({ x, y });
      else groups.set(prompt, [{ x, y }]);
    }
  return [...groups.values()];
}

function pooled(groups: readonly Pair[][], scale: (values: readonly number[]) => readonly number[]): Defined {
  if (groups.length === 0) return { undefined: "no prompt has two answers with a score" };
  const sides = groups.map((group) => ({
    x: centredOn(scale(group.map(({ x }) => x))),
    y: centredOn(scale(group.map(({ y }) => y))),
  }));
  const correlation = (indices: Uint32Array) => {
    const [x, y] = (["x", "y"] as const).map((side) => Array.from(indices, (i) => sides[i]![side]).flat());
    return x!.length < 2 || flat(x!) || flat(y!) ? Number.NaN : rawCorrelation(x!, y!);
  };
  const estimate = jackknife(groups.length, correlation, [-1, 1]);
  if (Number.isNaN(estimate.value)) return { undefined: "one side is the same in all answers to a prompt" };
  return { ...estimate, n: groups.flat().length };
}

function centredOn(values: readonly number[]): number[] {
  const centre = mean(values);
  return isConstant(values) ? values.map(() => 0) : values.map((value) => value - centre);
}

const flat = (values: readonly number[]): boolean => values.every((value) => value === 0);
