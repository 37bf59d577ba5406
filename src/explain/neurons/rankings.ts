import type { Changes } from "./changes.ts";
import { meanOf, nominalRate } from "./changes.ts";
import type { Prominence } from "./outliers.ts";
import { placeOf, type UnitKind } from "./units.ts";

/** A unit with its place in a ranking, for those that edit it. */
export interface RankedUnit {
  kind: UnitKind;
  layer: number;
  unit: number;
  /** What it was ranked by: see {@link Rankings}. */
  score: number;
  /** Mean activations of the base, the personas and the controls at the ranked places. */
  base: number;
  persona: number;
  control: number | null;
}

/** Units of one kind in three orders, as indices into their space. */
export interface Rankings {
  /**
   * What the protocol ends in: outliers left out; first the units that are called, then the others, each by the `rise` of the emoji logit that
   * they give, the largest first.
   */
  protocol: Uint32Array;
  /** By the size of the moderated t between persona and control, or of their difference in deviations with too few seeds; outliers among them. */
  change: Uint32Array;
  /** By the size of the personas' raw change, as accounts of the paper do: shown for what it picks. */
  naive: Uint32Array;
  /** Emoji logits [units]: direct effect x (persona - control), and x (persona - base), in raw activation. */
  contribution: Float64Array;
  ownContribution: Float64Array;
  /** The lesser of the two: a unit that only the control moves, or that moves as under the control, gives no rise. */
  rise: Float64Array;
  /** Persona - base, in raw activation [units]. */
  raw: Float64Array;
}

/** Ranks the units; `effects` [units] are emoji logits for each unit of activation. */
export function rankUnits(changes: Changes, effects: Float64Array, { outlier }: Pick<Prominence, "outlier">): Rankings {
  const { difference, deviation, still, personas, test, space } = changes;
  const raw = meanOf(personas, space.count).map((value, i) => value * deviation[i]!);
  const contribution = difference.map((value, i) => value * deviation[i]! * effects[i]!);
  const ownContribution = raw.map((value, i) => value * effects[i]!);
  const rise = contribution.map((value, i) => Math.min(value, ownContribution[i]!));
  const called = (i: number) => (test && test.q[i]! <= nominalRate ? 1 : 0);
  const moving = Uint32Array.from({ length: space.count }, (_, i) => i).filter((i) => still[i] === 0);
  const moved = test ? test.d : difference;
  const bySize = (of: Float64Array) => moving.slice().sort((a, b) => Math.abs(of[b]!) - Math.abs(of[a]!) || a - b);
  return {
    protocol: moving
      .filter((i) => outlier[i] === 0)
      .sort((a, b) => called(b) - called(a) || rise[b]! - rise[a]! || a - b),
    change: bySize(moved),
    naive: bySize(raw),
    contribution,
    ownContribution,
    rise,
    raw,
  };
}

/** The first units of a ranking, with what an edit of them needs. */
export function ranked(changes: Changes, order: Uint32Array, scores: Float64Array, most: number): RankedUnit[] {
  const { space, mean, deviation, personas, controls } = changes;
  const level = (arms: readonly Float64Array[], i: number) =>
    mean[i]! + (deviation[i]! * arms.reduce((sum, arm) => sum + arm[i]!, 0)) / arms.length;
  return Array.from(order.slice(0, most), (i) => ({
    kind: space.kind,
    ...placeOf(space, i),
    score: scores[i]!,
    base: mean[i]!,
    persona: level(personas, i),
    control: controls.length === 0 ? null : level(controls, i),
  }));
}
