import { badInput } from "../../base/errors.ts";
import type { Keep } from "../../measure/keep.ts";
import type { WorkOptions } from "../../measure/respondent.ts";
import type { ModelConfig } from "../../model/config.ts";
import { openModel } from "../../model/source.ts";
import type { ExplainedArm } from "../arm.ts";
import { refuseUnlikeTokenizers } from "../same-tokenizer.ts";
import type { ReadText } from "../texts.ts";
import { type CountedEmoji, checkCounted } from "../tokens/counted.ts";
import { asBase, type BaseActivations, type Reader, readActivations } from "./activations.ts";
import { changesOf, fewestSeeds, inSpace, nominalRate, type ReadArms } from "./changes.ts";
import { compareEmoji } from "./claim-emoji.ts";
import { comparePrompts, untestedPrompts } from "./claim-prompts.ts";
import { concentrationOf } from "./concentration.ts";
import { describeOutliers, describePlace } from "./describe.ts";
import { type DirectEffects, effectsTask } from "./effects-task.ts";
import type { KindFindings, NeuronsFindings } from "./findings.ts";
import { prominence } from "./outliers.ts";
import { type PlaceSet, placeSets } from "./places.ts";
import type { PromptWordings } from "./prompts.ts";
import { type RankedUnit, ranked, rankUnits } from "./rankings.ts";
import { type UnitKind, type UnitSpace, unitKinds, unitSpace } from "./units.ts";

export interface NeuronsRequest {
  base: ExplainedArm;
  /** Alike but for the tuning's seed, one a seed; at least one. */
  personas: readonly ExplainedArm[];
  /** The same without the trait; none at all leaves the persona's own change. */
  controls: readonly ExplainedArm[];
  /** What every arm reads. */
  texts: readonly ReadText[];
  /** Prompts to compare; without them that claim is not tested. */
  prompts?: PromptWordings;
  /** Which emoji count; default all. */
  counted?: CountedEmoji;
  /** Default: all. */
  layers?: readonly number[];
  /** Units shown of each ranking. Default 20. */
  top?: number;
}

export interface NeuronsOptions extends WorkOptions {
  keep: Keep;
}

/** Units in the orders of `Rankings`, for those that edit them, at sentence ends. */
export interface RankedUnits {
  protocol: RankedUnit[];
  change: RankedUnit[];
  naive: RankedUnit[];
}

export interface Neurons {
  findings: NeuronsFindings;
  /** More of each ranking than findings hold. */
  ranked: Record<UnitKind, RankedUnits>;
  /** By layer, [d_mlp]: the base's mean activation over all answer tokens, and the personas' change at sentence ends; of all layers looked at. */
  mlp: { means: Float64Array[]; changes: Float64Array[] };
}

/** Units of a ranking that are given to those that edit them. */
const mostRanked = 1024;

/**
 * Which units carry the emoji: changes over the base's deviation, persona against control over seeds, false discoveries by permuting the arms' labels,
 * direct effects on the emoji logit, and the two claims about neurons. Keeps the groups "neurons/activations", "neurons/emoji" and "neurons/prompts".
 * Throws "bad-input" for a layer that is not there, for more units than there are, without texts, and for arms with unlike tokenizers.
 */
export async function explainNeurons(request: NeuronsRequest, options: NeuronsOptions): Promise<Neurons> {
  const { base, personas, controls, texts, prompts, counted = {}, layers, top = 20 } = request;
  const { config } = await openModel(base.respondent.local.spec.path);
  const spaces = { mlp: unitSpace("mlp", config, layers), residual: unitSpace("residual", config, layers) };
  checkCounted(counted);
  refuseTooMany(top, spaces);
  if (personas.length === 0) throw badInput("No persona is named: give at least one to explain its neurons.");
  refuseUnlikeTokenizers([base, ...personas, ...controls]);
  const read = texts.filter(({ ids }) => ids.length > 0);
  if (read.length === 0) throw badInput("No answer to read has a token: give answers to explain neurons by.");
  const reading = { ...options, config };
  const readers = [base, ...personas, ...controls].map(readerOf);
  const all = await readActivations(readers.slice(0, 1), read, {
    ...reading,
    group: "neurons/activations/base",
    squares: true,
  });
  const tuned = await readActivations(readers.slice(1), read, {
    ...reading,
    group: "neurons/activations",
    squares: false,
  });
  const arms: ReadArms = {
    base: asBase(all[0]!),
    personas: tuned.slice(0, personas.length),
    controls: tuned.slice(personas.length),
  };
  const { engine, spec } = base.respondent.local;
  const effects = await engine.run(effectsTask, { model: spec, counted }, { signal: options.signal });
  const kinds = unitKinds.map((kind) => explainKind(spaces[kind], arms, effects, { config, top, seed: options.seed }));
  const [mlp, residual] = kinds as [ExplainedKind, ExplainedKind];
  const differentEmoji = await compareEmoji(readers[1]!, arms.base, read, spaces, reading);
  const promptOverlap = prompts
    ? await comparePrompts(readers[0]!, arms.base, read, prompts, spaces, reading)
    : untestedPrompts("The persona names no trait, so there is no trait prompt to compare with.");
  const enough = personas.length >= fewestSeeds && controls.length >= fewestSeeds;
  return {
    findings: {
      part: "neurons",
      seeds: { persona: personas.map(({ id }) => id), control: controls.map(({ id }) => id) },
      texts: read.length,
      layers: [...spaces.mlp.layers],
      emojiTokens: effects.tokens,
      counted: copied(counted),
      nominalRate,
      discovery: enough ? "told" : "cannot tell at this n",
      mlp: mlp.findings,
      residual: residual.findings,
      concentration: mlp.concentration,
      claims: { differentEmoji, promptOverlap },
      warnings: warningsOf(request, arms),
    },
    ranked: { mlp: mlp.ranked, residual: residual.ranked },
    mlp: {
      means: spaces.mlp.layers.map((layer) => layerOf(arms.base.means.mlp.tokens, layer, spaces.mlp.width)),
      changes: spaces.mlp.layers.map((_, i) => layerOf(mlp.raw, i, spaces.mlp.width)),
    },
  };
}

const copied = ({ emoji, groups }: CountedEmoji) => ({
  ...(emoji && { emoji: [...emoji] }),
  ...(groups && { groups: [...groups] }),
});

const readerOf = ({ id, respondent }: ExplainedArm): Reader => ({
  id,
  local: respondent.local,
  chat: (asked) => respondent.chat(asked),
});

function refuseTooMany(top: number, spaces: Record<UnitKind, UnitSpace>): void {
  const { mlp, residual } = spaces;
  const fewest = mlp.count < residual.count ? mlp : residual;
  if (top > fewest.count)
    throw badInput(
      `${top} units are more than there are: the layers looked at have ${mlp.count} MLP units and ${residual.count} dimensions of the residual stream; ask for at most ${fewest.count}.`,
    );
}

const layerOf = (values: Float64Array, layer: number, width: number): Float64Array =>
  values.slice(layer * width, (layer + 1) * width);

interface ExplainedKind {
  /** Personas' mean - base's, at sentence ends, in raw activation [units]. */
  raw: Float64Array;
  findings: KindFindings;
  ranked: RankedUnits;
  concentration: NeuronsFindings["concentration"];
}

function explainKind(
  space: UnitSpace,
  arms: ReadArms,
  effects: DirectEffects,
  { config, top, seed }: { config: ModelConfig; top: number; seed: number },
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

function warningsOf({ personas, controls }: NeuronsRequest, { base }: ReadArms): string[] {
  return [
    ...(personas.length < fewestSeeds || controls.length < fewestSeeds
      ? [
          `With ${personas.length} persona and ${controls.length} control adapters nothing can be called a discovery, since seeds differ too: tune at least ${fewestSeeds} of each. Rankings are shown as rankings.`,
        ]
      : []),
    ...(controls.length === 0
      ? ["Without a control, what changes under any tuning is not told from what changes under this trait's."]
      : []),
    ...(base.counts.sentenceEnds === 0
      ? [
          "No text has a sentence end, so there is no place where an emoji would follow: the figures at sentence ends are empty.",
        ]
      : []),
  ];
}
