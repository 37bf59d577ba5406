import type { ModelConfig } from "../../model/config.ts";
import type { BaseActivations } from "./activations.ts";
import { changesOf, inSpace, type ReadArms } from "./changes.ts";
import { concentrationOf } from "./concentration.ts";
import { describeOutliers, describePlace } from "./describe.ts";
import type { DirectEffects } from "./effects-task.ts";
import type { KindFindings, NeuronsFindings } from "./findings.ts";
import { prominence } from "./outliers.ts";
import { type PlaceSet, placeSets } from "./places.ts";
import { type RankedUnit, ranked, rankUnits } from "./rankings.ts";
import type { UnitKind, UnitSpace } from "./units.ts";

/** Units in the orders of `Rankings`, for those that edit them, at sentence ends. */
export interface RankedUnits {
  protocol: RankedUnit[];
  change: RankedUnit[];
  naive: RankedUnit[];
}

/** Units of a ranking that are given to those that edit them. */
const mostRanked = 1024;

/** What is found of one kind of units. */
export interface ExplainedKind {
  /** Personas' mean - base's, at sentence ends, in raw activation [units]. */
  raw: Float64Array;
  findings: KindFindings;
  ranked: RankedUnits;
  concentration: NeuronsFindings["concentration"];
  /** With the other effects that were given. */
  beside?: NeuronsFindings["concentration"];
}

/** Ranks and counts the units of one kind; `concentration` is about MLP units, and of no meaning for the stream, whose layers share what they hold. */
export function explainKind(
  space: UnitSpace,
  arms: ReadArms,
  effects: DirectEffects,
  { config, top, seed, beside }: { config: ModelConfig; top: number; seed: number; beside?: DirectEffects | undefined },
): ExplainedKind {
  const { base } = arms;
  const { kind } = space;
  const rms = inSpace(space, rootMeanSquares(base, kind, "tokens"));
  const standing = prominence(space, rms, inSpace(space, base.peaks[kind]));
  const at = (place: PlaceSet) => {
    const changes = changesOf(arms, space, place, seed);
    const own = effectsAt(space, base, effects, config, place);
    const rankings = rankUnits(changes, own, standing);
    const tokens = base.counts[place];
    return { changes, own, rankings, findings: describePlace(changes, rankings, standing, own, { top, tokens, seed }) };
  };
  const [tokens, ends] = placeSets.map(at) as [ReturnType<typeof at>, ReturnType<typeof at>];
  const list = (order: Uint32Array, scores: Float64Array) => ranked(ends.changes, order, scores, mostRanked);
  return {
    findings: {
      units: space.count,
      still: ends.changes.still.reduce((sum, one) => sum + one, 0),
      outliers: describeOutliers(space, standing, top),
      sentenceEnds: ends.findings,
      tokens: tokens.findings,
    },
    ranked: {
      protocol: list(ends.rankings.protocol, ends.rankings.rise),
      change: list(ends.rankings.change, ends.changes.test?.d ?? ends.changes.difference),
      naive: list(ends.rankings.naive, ends.rankings.raw),
    },
    concentration: concentrationOf(ends.changes, ends.own),
    ...(beside && {
      beside: concentrationOf(ends.changes, effectsAt(space, base, beside, config, "sentenceEnds")),
    }),
    raw: ends.rankings.raw,
  };
}

const rootMeanSquares = (base: BaseActivations, kind: UnitKind, place: PlaceSet): Float64Array =>
  base.means[kind][place].map((mean, i) => Math.hypot(mean, base.deviations[kind][place][i]!));

/** Emoji logits for each unit of activation, with the scale that the base's final norm has at the places. */
function effectsAt(
  { kind, layers, count, width }: UnitSpace,
  base: BaseActivations,
  effects: DirectEffects,
  { layers: depth, dModel, normEps }: ModelConfig,
  place: PlaceSet,
): Float64Array {
  const last = rootMeanSquares(base, "residual", place).subarray((depth - 1) * dModel);
  const scale = 1 / Math.sqrt(last.reduce((sum, x) => sum + x * x, 0) / dModel + normEps);
  const out = new Float64Array(count);
  for (const [i, layer] of layers.entries())
    out.set(
      (kind === "mlp" ? effects.mlp[layer]! : effects.residual).map((x) => x * scale),
      i * width,
    );
  return out;
}
