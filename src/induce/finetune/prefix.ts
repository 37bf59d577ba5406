import type { ModelConfig } from "../../model/config.ts";
import type { PrefixTrait, TraitScores } from "../../model/prefix/types.ts";
import type { TrainingState } from "../../model/training/state.ts";
import type { FinetuneOptions } from "./options.ts";
import { freshState, prefixOf } from "./state.ts";
import { adapterShape, type PrefixTraining } from "./trainer.ts";

/** A trait-conditioned prefix to train with an adapter, or alone. */
export interface PrefixRequest extends Omit<PrefixTraining, "traits"> {
  /** What the columns of W are, in the order of the rows' scores. */
  traits: readonly PrefixTrait[];
  /** Who told the scores, and on which scale. */
  scores: string;
  /** The persona's own scores. */
  z: TraitScores;
}

/** What is known of a prefix that was trained. */
export interface PrefixRecord extends Omit<PrefixRequest, "z"> {
  /** Numbers of W and b. */
  parameters: number;
  /** Root mean square of W and of b, and of how far they moved in training. */
  size: { weight: number; bias: number };
  moved: { weight: number; bias: number };
}

export const prefixTraining = ({ traits, lora, lr }: PrefixRequest): PrefixTraining => ({
  traits: traits.length,
  lora,
  lr,
});

/** The state that training begins with. */
export const freshPrefix = (config: ModelConfig, options: FinetuneOptions, prefix: PrefixRequest): TrainingState =>
  freshState(config, adapterShape(options, prefix), options.seed, prefix.traits.length);

/** What became of a prefix, from its state at the end and before the first step. */
export function prefixRecord(
  { z: _, ...prefix }: PrefixRequest,
  state: TrainingState,
  fresh: TrainingState,
): PrefixRecord {
  const [end, start] = [state, fresh].map((each) => prefixOf(each, prefix.traits));
  const moved = (part: "weight" | "bias") => rootMeanSquare(end![part].map((value, i) => value - start![part][i]!));
  return {
    ...prefix,
    parameters: end!.weight.length + end!.bias.length,
    size: { weight: rootMeanSquare(end!.weight), bias: rootMeanSquare(end!.bias) },
    moved: { weight: moved("weight"), bias: moved("bias") },
  };
}

const rootMeanSquare = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
