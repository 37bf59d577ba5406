import type { ChatMessage } from "../../model/tokenizer/types.ts";

export const sides = ["positive", "negative"] as const;
/** Positive answers show the trait, or were asked to. */
export type Side = (typeof sides)[number];

/** An answer of one side, as the model that is looked into reads it behind the chat that it answers. */
export interface SidedAnswer {
  /** Unique in its contrast: "q3/i0/positive/r1". */
  id: string;
  side: Side;
  /** What was asked, without instructions. */
  question: string;
  messages: readonly ChatMessage[];
  text: string;
  ids: readonly number[];
}

/** Two answers that are alike but for the trait. */
export interface AnswerPair {
  id: string;
  /** The question that both answer: pairs of one question are kept together when questions are dealt. */
  question: string;
  /** Which draw of the same prompts it is; 0 where answers were not drawn. */
  rollout: number;
  positive: SidedAnswer;
  negative: SidedAnswer;
}

/** How a text's residual stream becomes one vector a layer. */
export const poolings = ["response-mean", "prompt-last", "response-last"] as const;
export type Pooling = (typeof poolings)[number];

/** Pooled vectors at one layer, [pairs, d_model], one side each. */
export type LayerPools = Record<Side, readonly Float32Array[]>;

/** The direction of some pairs, given by their indices. */
export type DirectionOf = (pairs: readonly number[]) => Float64Array;
