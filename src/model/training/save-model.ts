import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeFailure, writeFileAtomic } from "../../base/files.ts";
import { canonicalJson } from "../../base/json.ts";
import type { ModelConfig } from "../config.ts";
import { type TensorToWrite, writeSafetensors } from "../safetensors/write.ts";
import { toHalves } from "../weights/narrow.ts";
import { llamaParameters } from "./parameters.ts";
import type { TrainingState } from "./state.ts";

/**
 * Writes a trained Llama as transformers would: `model.safetensors` with every parameter in f16, then `config.json`. The folder
 * still needs a tokenizer. Throws "incomplete" on a full disk.
 */
export async function saveModel(
  folder: string,
  config: ModelConfig,
  { tensors }: Pick<TrainingState, "tensors">,
): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw writeFailure(folder, error);
  }
  const halves = llamaParameters(config).map(({ name, shape }): [string, TensorToWrite] => [
    name,
    { shape, values: toHalves(tensors.get(name)!.values), dtype: "F16" },
  ]);
  await writeSafetensors(join(folder, "model.safetensors"), new Map(halves), { format: "pt" });
  writeFileAtomic(join(folder, "config.json"), `${canonicalJson(configJson(config), 2)}\n`);
}

const configJson = (config: ModelConfig) => ({
  architectures: ["LlamaForCausalLM"],
  model_type: "llama",
  num_hidden_layers: config.layers,
  hidden_size: config.dModel,
  intermediate_size: config.dMlp,
  num_attention_heads: config.heads,
  num_key_value_heads: config.kvHeads,
  head_dim: config.headDim,
  vocab_size: config.vocab,
  max_position_embeddings: config.context,
  rms_norm_eps: config.normEps,
  rope_theta: config.rope.theta,
  hidden_act: "silu",
  tie_word_embeddings: config.tiedHead,
  attention_bias: false,
  mlp_bias: false,
  torch_dtype: "float16",
});
