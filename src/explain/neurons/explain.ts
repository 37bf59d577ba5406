import { openModel } from "../../model/source.ts";
import type { ExplainedArm } from "../arm.ts";
import type { ReadText } from "../texts.ts";
import type { CountedEmoji } from "../tokens/counted.ts";
import { asBase, type Reader, type ReadOptions, readActivations } from "./activations.ts";
import { canTell, nominalRate, type ReadArms } from "./changes.ts";
import { compareEmoji } from "./claim-emoji.ts";
import { comparePrompts, untestedPrompts } from "./claim-prompts.ts";
import { effectsTask } from "./effects-task.ts";
import { type EmojiSet, emojiSet } from "./emoji-set.ts";
import type { NeuronsFindings } from "./findings.ts";
import { type ExplainedKind, explainKind, type RankedUnits } from "./kind.ts";
import { type NeuronsOptions, type NeuronsRequest, spacesToExplain, textsToExplain, warningsOf } from "./request.ts";
import type { UnitKind } from "./units.ts";

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
  const { base, personas, controls, prompts, top = 20 } = request;
  const { engine, spec } = base.respondent.local;
  const { config } = await openModel(spec.path);
  const spaces = spacesToExplain(config, request);
  const texts = textsToExplain(request);
  const reading = { ...options, config };
  const arms = await readArms(request, texts, reading);
  const set = emojiSet(texts, request.counted ?? {});
  const effectsOn = (counted: CountedEmoji) =>
    engine.run(effectsTask, { model: spec, counted }, { signal: options.signal });
  const effects = await effectsOn(set.counted);
  const onAll = set.source === "the persona's answers" ? await effectsOn({}) : undefined;
  const settings = { config, top, seed: options.seed, beside: onAll };
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
      emojiSet: described(set, effects.tokens),
      nominalRate,
      discovery: canTell(arms) ? "told" : "cannot tell at this n",
      mlp: mlp.findings,
      residual: residual.findings,
      concentration: mlp.concentration,
      allEmoji: onAll && mlp.beside ? { tokens: onAll.tokens, concentration: mlp.beside } : null,
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

const described = ({ source, counted }: EmojiSet, tokens: number): NeuronsFindings["emojiSet"] => ({
  source,
  emoji: counted.emoji ? [...counted.emoji] : null,
  groups: counted.groups ? [...counted.groups] : null,
  tokens,
});

const readerOf = ({ id, respondent }: ExplainedArm): Reader => ({
  id,
  local: respondent.local,
  chat: (asked) => respondent.chat(asked),
});

const layerOf = (values: Float64Array, layer: number, width: number): Float64Array =>
  values.slice(layer * width, (layer + 1) * width);
