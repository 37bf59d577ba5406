import type { TrainedTensor } from "./adamw.ts";

/** What one step leaves behind. */
export interface StepRecord {
  /** Mean over the step's loss tokens, before its update. */
  loss: number;
  /** What a guard added to the loss; undefined where none does. */
  penalty?: number;
  lr: number;
  /** Norm of the gradient before clipping. */
  gradNorm: number;
  /** Tokens of the step's texts, and those of them that carry loss. */
  tokens: number;
  lossTokens: number;
}

/** All that a training run changes: everything else follows from its options, its texts and the number of steps done. */
export interface TrainingState {
  tensors: Map<string, TrainedTensor>;
  /** One record for each step done. */
  history: StepRecord[];
  /** Mean loss on held-out texts after so many steps. */
  evaluations: { step: number; loss: number }[];
}

/** Tensors before their first step. */
export const untrained = (tensors: Iterable<readonly [name: string, values: Float32Array]>): TrainingState => ({
  tensors: new Map(
    Array.from(tensors, ([name, values]) => [
      name,
      { values, mean: new Float32Array(values.length), square: new Float32Array(values.length) },
    ]),
  ),
  history: [],
  evaluations: [],
});
