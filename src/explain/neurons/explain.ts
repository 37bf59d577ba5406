import { badInput } from "../../base/errors.ts";
import type { Keep } from "../../measure/keep.ts";
import type { WorkOptions } from "../../measure/respondent.ts";
import type { ModelConfig } from "../../model/config.ts";
import { openModel } from "../../model/source.ts";
import type { ExplainedArm } from "../arm.ts";
import { refuseUnlikeTokenizers } from "../same-tokenizer.ts";
import type { ReadText } from "../texts.ts";
import { type CountedEmoji, checkCounted } from "../tokens/counted.ts";
import { asBase, type Reader, type ReadOptions, readActivations } from "./activations.ts";
import { canTell, fewestSeeds, nominalRate, type ReadArms } from "./changes.ts";
import { compareEmoji } from "./claim-emoji.ts";
import { comparePrompts, untestedPrompts } from "./claim-prompts.ts";
import { effectsTask } from "./effects-task.ts";
import type { NeuronsFindings } from "./findings.ts";
import { type ExplainedKind, explainKind, type RankedUnits } from "./kind.ts";
import type { PromptWordings } from "./prompts.ts";
import { type UnitKind, type UnitSpace, unitSpace } from "./units.ts";

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

export interface Neurons {
  findings: NeuronsFindings;
  /** More of each ranking than findings hold. */
  ranked: Record<UnitKind, RankedUnits>;
  /** By layer, [d_mlp]: the base's mean activation over all answer tokens, and the personas' change at sentence ends; of all layers looked at. */
  mlp: { means: Float64Array[]; changes: Float64Array[] };
}

/**
 * Which units carry the emoji: changes over the base's deviation, persona against control over seeds, false discoveries by permuting the arms' labels,
 * direct effects on the emoji logit, and the two claims about neurons. Keeps the groups "neurons/activations", "neurons/emoji" and "neurons/prompts".
 * Throws "bad-input" as {@link spacesToExplain} does, without texts or personas, and for arms with unlike tokenizers.
 */
export async function explainNeurons(request: NeuronsRequest, options: NeuronsOptions): Promise<Neurons> {
  const { base, personas, controls, prompts, counted = {}, top = 20 } = request;
  const { engine, spec } = base.respondent.local;
  const { config } = await openModel(spec.path);
  const spaces = spacesToExplain(config, request);
  const texts = textsToExplain(request);
  const reading = { ...options, config };
  const arms = await readArms(request, texts, reading);
  const effects = await engine.run(effectsTask, { model: spec, counted }, { signal: options.signal });
  const settings = { config, top, seed: options.seed };
  const [mlp, residual] = [spaces.mlp, spaces.residual].map((space) => explainKind(space, arms, effects, settings)) as [
    ExplainedKind,
    ExplainedKind,
  ];
  const differentEmoji = await compareEmoji(readerOf(personas[0]!), arms.base, texts, spaces, reading);
  const promptOverlap = prompts
    ? await comparePrompts(readerOf(base), arms.base, shortened(texts), prompts, spaces, reading)
    : untestedPrompts("No trait is named, so there is no trait prompt to compare with.");
  return {
    findings: {
      part: "neurons",
      seeds: { persona: personas.map(({ id }) => id), control: controls.map(({ id }) => id) },
      texts: texts.length,
      layers: [...spaces.mlp.layers],
      emojiTokens: effects.tokens,
      counted: copied(counted),
      nominalRate,
      discovery: canTell(arms) ? "told" : "cannot tell at this n",
      mlp: mlp.findings,
      residual: residual.findings,
      concentration: mlp.concentration,
      claims: { differentEmoji, promptOverlap },
      warnings: warningsOf(arms),
    },
    ranked: { mlp: mlp.ranked, residual: residual.ranked },
    mlp: {
      means: spaces.mlp.layers.map((layer) => layerOf(arms.base.means.mlp.tokens, layer, spaces.mlp.width)),
      changes: spaces.mlp.layers.map((_, i) => layerOf(mlp.raw, i, spaces.mlp.width)),
    },
  };
}

function textsToExplain({ base, personas, controls, texts }: NeuronsRequest): ReadText[] {
  if (personas.length === 0) throw badInput("No persona is named: give at least one to explain its neurons.");
  refuseUnlikeTokenizers([base, ...personas, ...controls]);
  const read = texts.filter(({ ids }) => ids.length > 0);
  if (read.length === 0) throw badInput("No answer to read has a token: give answers to explain neurons by.");
  return read;
}

async function readArms(
  { base, personas, controls }: NeuronsRequest,
  texts: readonly ReadText[],
  reading: Omit<ReadOptions, "group" | "squares">,
): Promise<ReadArms> {
  const first = { ...reading, group: "neurons/activations/base", squares: true };
  const [own] = await readActivations([readerOf(base)], texts, first);
  const others = { ...reading, group: "neurons/activations", squares: false };
  const tuned = await readActivations([...personas, ...controls].map(readerOf), texts, others);
  return { base: asBase(own!), personas: tuned.slice(0, personas.length), controls: tuned.slice(personas.length) };
}

/** Prompts are compared on the base model's own answers where there are any: what they change does not hang on the writer. */
function shortened(texts: readonly ReadText[]): readonly ReadText[] {
  const own = texts.filter(({ writer }) => writer === "base");
  return own.length > 0 ? own : texts;
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

/**
 * The units that are looked at. Throws "bad-input" for a layer that is not there, for more units than there are, and for emoji that are none: before
 * anything is computed.
 */
export function spacesToExplain(
  config: ModelConfig,
  { layers, top = 1, counted = {} }: Pick<NeuronsRequest, "layers" | "top" | "counted">,
): Record<UnitKind, UnitSpace> {
  checkCounted(counted);
  const [mlp, residual] = [unitSpace("mlp", config, layers), unitSpace("residual", config, layers)];
  const fewest = mlp.count < residual.count ? mlp : residual;
  if (top > fewest.count)
    throw badInput(
      `${top} units are more than there are: the layers looked at have ${mlp.count} MLP units and ${residual.count} dimensions of the residual stream; ask for at most ${fewest.count}.`,
    );
  return { mlp, residual };
}

const layerOf = (values: Float64Array, layer: number, width: number): Float64Array =>
  values.slice(layer * width, (layer + 1) * width);

function warningsOf(arms: ReadArms): string[] {
  const { base, personas, controls } = arms;
  return [
    ...(canTell(arms)
      ? []
      : [
          `With ${personas.length} persona and ${controls.length} control adapters nothing can be called a discovery, since seeds differ too: tune at least ${fewestSeeds} of each. Rankings are shown as rankings.`,
        ]),
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
