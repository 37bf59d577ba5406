import type { ModelConfig } from "../../model/config.ts";
import type { PretrainOptions } from "../../model/training/pretrain.ts";
import { tokenizerShape } from "./tokenizer.ts";

/** How the organism is made from nothing, but for the seed. */
export interface OrganismRecipe {
  model: Omit<ModelConfig, "vocab" | "context">;
  training: Omit<PretrainOptions, "seed">;
  /** Tokens of text that it reads, each once an epoch, and held-out documents that tell how well it has learned. */
  tokens: number;
  heldOutDocuments: number;
  tokenizer: typeof tokenizerShape;
}

export const organismRecipe: OrganismRecipe = {
  model: {
    architecture: "llama",
    layers: 4,
    dModel: 192,
    heads: 6,
    kvHeads: 2,
    headDim: 32,
    dMlp: 512,
    normEps: 1e-5,
    rope: { theta: 10_000, dims: 32, scaling: { kind: "none" } },
    tiedHead: true,
  },
  training: {
    length: 128,
    batch: 16,
    epochs: 1,
    lr: 2.5e-3,
    schedule: "cosine",
    warmupRatio: 0.02,
    weightDecay: 0.1,
    clipNorm: 1,
    deviation: 0.05,
  },
  tokens: 4600 * 16 * 128 + 1,
  heldOutDocuments: 500,
  tokenizer: tokenizerShape,
};
