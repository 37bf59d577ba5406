import { createHash } from "node:crypto";
import { normals, randomStream } from "../../base/random.ts";
import { type LoraShape, loraTensors } from "../../model/adapter/lora-graph.ts";
import type { LoraAdapter, LoraPair } from "../../model/adapter/types.ts";
import type { ModelConfig } from "../../model/config.ts";
import { prefixTensors } from "../../model/prefix/trainable.ts";
import type { TraitPrefix } from "../../model/prefix/types.ts";
import { type TrainingState, untrained } from "../../model/training/state.ts";
import type { Example } from "./examples.ts";

/** Small beside a model's own keys and values, so that training begins near the model with an empty slot before the text. */
const prefixDeviation = 0.02;

/**
 * A fresh adapter as PEFT makes one: A uniform in +-1/sqrt(in) (Kaiming with a = sqrt(5)), B = 0; and where a prefix is trained on so many
 * traits, its W and b normal with deviation 0.02. Moments 0.
 */
export function freshState(config: ModelConfig, lora: LoraShape, seed: number, prefixTraits?: number): TrainingState {
  const adapter = loraTensors(config, lora).map(({ name, half, shape }): [string, Float32Array] => {
    const values = new Float32Array(shape[0] * shape[1]);
    if (half === "b") return [name, values];
    const stream = randomStream(seed, `init/${name}`);
    const bound = 1 / Math.sqrt(shape[1]);
    return [name, values.map(() => (2 * stream.uniform() - 1) * bound)];
  });
  const prefix = prefixTraits === undefined ? [] : prefixTensors(config, prefixTraits);
  return untrained([
    ...adapter,
    ...prefix.map(({ name, shape }): [string, Float32Array] => {
      const draws = normals(
        shape.reduce((product, axis) => product * axis),
        randomStream(seed, `init/${name}`),
      );
      return [name, Float32Array.from(draws, (draw) => prefixDeviation * draw)];
    }),
  ]);
}

/** The prefix that a state holds; it shares the state's arrays. */
export function prefixOf({ tensors }: TrainingState, traits: TraitPrefix["traits"]): TraitPrefix {
  return { traits, weight: tensors.get("prefix.w")!.values, bias: tensors.get("prefix.b")!.values };
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

/** SHA-256 of the examples' tokens, weights and trait scores, in order. */
export function examplesHash(examples: readonly Example[]): string {
  const hash = createHash("sha256");
  for (const { ids, lossWeights, z } of examples) {
    hash.update(`${ids.length}:`);
    hash.update(Int32Array.from(ids));
    hash.update(lossWeights);
    if (z) hash.update(Float64Array.from(z));
  }
  return hash.digest("hex");
}
