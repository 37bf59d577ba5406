import type { Changes } from "./changes.ts";
import { canTell, meanOf } from "./changes.ts";
import { betweenSeeds, overSeeds } from "./estimates.ts";
import type { ConcentrationFindings } from "./findings.ts";

/**
 * When a rise of the emoji logit is the work of a neuron: fixed here, before looking. `share` of the whole rise must come from the first unit
 * alone (a neuron), from at most `few` units (a few neurons), else it is distributed.
 */
export const concentrationCriterion = { share: 0.5, few: 10 } as const;

/**
 * How many MLP units carry the rise of the emoji logit that the persona has over the control. Units are put in order by the seeds but one and
 * added up in the seed left out, each seed in turn, so that the largest accidents are not taken for the carriers.
 */
export function concentrationOf(changes: Changes, effects: Float64Array): ConcentrationFindings {
  const { personas, controls, deviation, space } = changes;
  const perUnit = deviation.map((value, i) => value * effects[i]!);
  const total = (change: Float64Array) => change.reduce((sum, value, i) => sum + value * perUnit[i]!, 0);
  const [ours, theirs] = [personas.map(total), controls.map(total)];
  const net = theirs.length === 0 ? overSeeds(ours) : betweenSeeds(ours, theirs);
  const contribution = changes.difference.map((value, i) => value * perUnit[i]!);
  const curve = heldOut(changes, perUnit);
  const enough = concentrationCriterion.share * net.value;
  const reached = net.value > 0 ? curve.findIndex((sum) => sum >= enough) : -1;
  const half = reached < 0 ? null : reached + 1;
  const verdict = verdictOf(net, half, canTell(changes));
  return {
    net,
    units: space.count,
    participation: participationRatio(contribution),
    topShare: net.value > 0 ? curve[0]! / net.value : null,
    half,
    verdict,
  };
}

/** (sum c^2)^2 / sum c^4: how many units of equal contribution would be as spread out. */
export function participationRatio(contribution: Float64Array): number {
  const squares = contribution.reduce((sum, c) => sum + c ** 2, 0);
  const fourths = contribution.reduce((sum, c) => sum + c ** 4, 0);
  return fourths === 0 ? 0 : squares ** 2 / fourths;
}

/** Emoji logits that the first k units carry, for k from 1: the mean over seeds left out of the order. */
function heldOut({ personas, controls, space }: Changes, perUnit: Float64Array): Float64Array {
  const rounds = Math.max(personas.length, controls.length);
  const sums = new Float64Array(space.count);
  for (let round = 0; round < rounds; round++) {
    const [kept, left] = [true, false].map((rest) =>
      differenceOf(without(personas, round, rest), without(controls, round, rest), perUnit),
    ) as [Float64Array, Float64Array];
    let sum = 0;
    for (const [k, i] of Array.from(kept.keys())
      .sort((a, b) => kept[b]! - kept[a]! || a - b)
      .entries()) {
      sum += left[i]!;
      sums[k]! += sum / rounds;
    }
  }
  return sums;
}

/** All arms but that of the round (rest), or it alone; a side of one arm is the same in both. */
function without(arms: readonly Float64Array[], round: number, rest: boolean): readonly Float64Array[] {
  if (arms.length < 2) return arms;
  const at = round % arms.length;
  return arms.filter((_, i) => (i === at) !== rest);
}

function differenceOf(a: readonly Float64Array[], b: readonly Float64Array[], perUnit: Float64Array): Float64Array {
  const [first, second] = [meanOf(a, perUnit.length), meanOf(b, perUnit.length)];
  return first.map((value, i) => (value - second[i]!) * perUnit[i]!);
}

function verdictOf(
  { low }: ConcentrationFindings["net"],
  half: number | null,
  enough: boolean,
): ConcentrationFindings["verdict"] {
  if (!enough || low === null) return "cannot tell";
  if (low <= 0 || half === null) return "no rise";
  if (half === 1) return "neuron";
  return half <= concentrationCriterion.few ? "few neurons" : "distributed";
}
