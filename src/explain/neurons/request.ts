import { badInput } from "../../base/errors.ts";
import type { Keep } from "../../measure/keep.ts";
import type { WorkOptions } from "../../measure/respondent.ts";
import type { ModelConfig } from "../../model/config.ts";
import type { ExplainedArm } from "../arm.ts";
import { refuseUnlikeTokenizers } from "../same-tokenizer.ts";
import type { ReadText } from "../texts.ts";
import { type CountedEmoji, checkCounted } from "../tokens/counted.ts";
import { canTell, fewestSeeds, type ReadArms } from "./changes.ts";
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
  /** Which emoji count; default: those of the persona's answers among the texts, or all where there are none. */
  counted?: CountedEmoji;
  /** Default: all. */
  layers?: readonly number[];
  /** Units shown of each ranking. Default 20. */
  top?: number;
}

export interface NeuronsOptions extends WorkOptions {
  keep: Keep;
}

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

/** The texts that have a token. Throws "bad-input" where none has, no persona is named, or arms cut texts otherwise. */
export function textsToExplain({ base, personas, controls, texts }: NeuronsRequest): ReadText[] {
  if (personas.length === 0) throw badInput("No persona is named: give at least one to explain its neurons.");
  refuseUnlikeTokenizers([base, ...personas, ...controls]);
  const read = texts.filter(({ ids }) => ids.length > 0);
  if (read.length === 0) throw badInput("No answer to read has a token: give answers to explain neurons by.");
  return read;
}

/** What would make the figures worthless, one sentence each. */
export function warningsOf(arms: ReadArms): string[] {
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
