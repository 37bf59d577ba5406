import type { ModelConfig } from "../config.ts";

/** Trait scores by name, in standard deviations of the texts that a prefix was trained on; 0 is their mean. */
export type TraitScores = Readonly<Record<string, number>>;

/** What a prefix is of a trait: its name, and the mean and deviation of the training texts' raw scores, which z = 0 and z = 1 stand for. */
export interface PrefixTrait {
  name: string;
  mean: number;
  deviation: number;
}

/**
 * Keys and values from trait scores (PsychAdapter, arXiv 2412.16882): u = W z + b, cut into one key and one value for each layer and
 * key/value head, which text attends to as to a token before its first. The key is not turned by a position.
 */
export interface TraitPrefix {
  /** In the order of W's columns. */
  traits: readonly PrefixTrait[];
  /** W f32 [width, traits] and b f32 [width], row-major; width as {@link prefixWidth} has it: by layer, key before value, by head. */
  weight: Float32Array;
  bias: Float32Array;
}

/** One sequence's: by layer, the key and then the value, each f32 [kv_heads * d_head]. */
export type PrefixKeyValues = readonly Float32Array[];

type Shape = Pick<ModelConfig, "layers" | "kvHeads" | "headDim">;

/** Numbers of all keys and values that stand before one text. */
export const prefixWidth = ({ layers, kvHeads, headDim }: Shape): number => 2 * layers * kvHeads * headDim;

/** Numbers of W and b. */
export const prefixParameters = (config: Shape, traits: number): number => prefixWidth(config) * (traits + 1);
