import type { ModelConfig } from "../config.ts";
import type { StoredTensor } from "../weights/types.ts";

/** A model's files understood as one of the supported architectures. */
export interface Interpretation {
  config: ModelConfig;
  /** By Hugging Face's names; only what the architecture uses. */
  tensors: Map<string, StoredTensor>;
  /** What a user should know of how it was understood, e.g. a context cut to a window. */
  notes: string[];
}
