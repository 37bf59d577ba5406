import { createHash } from "node:crypto";
import { randomStream } from "../../base/random.ts";
import { type LoraShape, loraTensors } from "../../model/adapter/lora-graph.ts";
import type { LoraAdapter, LoraPair } from "../../model/adapter/types.ts";
import type { ModelConfig } from "../../model/config.ts";
import { type TrainingState, untrained } from "../../model/training/state.ts";

/** A fresh adapter as PEFT makes one: A uniform in +-1/sqrt(in) (Kaiming with a = sqrt(5)), B = 0; moments 0. */
export function freshState(config: ModelConfig, lora: LoraShape, seed: number): TrainingState {
  return untrained(
    loraTensors(config, lora).map(({ name, half, shape }) => {
      const values = new Float32Array(shape[0] * shape[1]);
      if (half === "b") return [name, values];
      const stream = randomStream(seed, `init/${name}`);
      const bound = 1 / Math.sqrt(shape[1]);
      return [name, values.map(() => (2 * stream.uniform() - 1) * bound)];
    }),
  );
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
