import { createHash } from "node:crypto";
import { randomStream } from "../../base/random.ts";
import { type LoraShape, loraTensors } from "../../model/adapter/lora-graph.ts";
import type { LoraAdapter, LoraPair } from "../../model/adapter/types.ts";
import type { ModelConfig } from "../../model/config.ts";
import type { TrainedTensor } from "./adamw.ts";

/** What one step leaves behind. */
export interface StepRecord {
  /** Mean over the step's loss tokens, before its update. */
  loss: number;
  lr: number;
  /** Norm of the gradient before clipping. */
  gradNorm: number;
  /** Tokens of the step's texts, and those of them that carry loss. */
  tokens: number;
  lossTokens: number;
}

/** All that a training run changes: everything else follows from its options, its examples and the number of steps done. */
export interface TrainingState {
  tensors: Map<string, TrainedTensor>;
  /** One record for each step done. */
  history: StepRecord[];
  /** Mean loss on held-out examples after so many steps. */
  evaluations: { step: number; loss: number }[];
}

/** A fresh adapter as PEFT makes one: A uniform in +-1/sqrt(in) (Kaiming with a = sqrt(5)), B = 0; moments 0. */
export function freshState(config: ModelConfig, lora: LoraShape, seed: number): TrainingState {
  const tensors = new Map<string, TrainedTensor>();
  for (const { name, half, shape } of loraTensors(config, lora)) {
    const length = shape[0] * shape[1];
    const values = new Float32Array(length);
    if (half === "a") {
      const stream = randomStream(seed, `init/${name}`);
      const bound = 1 / Math.sqrt(shape[1]);
      for (let i = 0; i < length; i++) values[i] = (2 * stream.uniform() - 1) * bound;
    }
    tensors.set(name, { values, mean: new Float32Array(length), square: new Float32Array(length) });
  }
  return { tensors, history: [], evaluations: [] };
}

/** The adapter that a state holds; it shares the state's arrays. */
export function adapterOf(state: TrainingState, lora: LoraShape): LoraAdapter {
  const pairs = new Map<string, LoraPair>();
  for (const [name, { values: a }] of state.tensors) {
    if (!name.endsWith(".a")) continue;
    const stem = name.slice(0, -2);
    pairs.set(stem.slice("lora.".length), { a, b: state.tensors.get(`${stem}.b`)!.values });
  }
  const { rank, alpha, rsLora, dropout, targets } = lora;
  return { rank, alpha, rsLora, dropout, targets, pairs };
}

/** SHA-256 of the examples' tokens and weights, in order. */
export function examplesHash(examples: readonly { ids: readonly number[]; lossWeights: Float32Array }[]): string {
  const hash = createHash("sha256");
  for (const { ids, lossWeights } of examples) {
    hash.update(`${ids.length}:`);
    hash.update(Int32Array.from(ids));
    hash.update(lossWeights);
  }
  return hash.digest("hex");
}
