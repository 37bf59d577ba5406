import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeFailure, writeFileAtomic } from "../../base/files.ts";
import type { ModelConfig } from "../config.ts";
import { projectionShape } from "../decoder/projection-shape.ts";
import { layoutSafetensors } from "../safetensors/layout.ts";
import { streamSafetensors } from "../safetensors/write.ts";
import { copyBeside } from "../source/beside.ts";
import type { ModelSource } from "../source.ts";
import { floatDtypes, isFloat } from "../weights/forms/form.ts";
import { type CopyOptions, copyTensors, type TensorToCopy } from "./copy.ts";

type ConfigJson = Readonly<Record<string, unknown>>;

/** Writes a folder's copy with biases, by Hugging Face's names, in f32. */
export async function foldIntoFolder(
  source: ModelSource,
  config: ConfigJson,
  biases: ReadonlyMap<string, Float32Array>,
  target: string,
  options: CopyOptions,
): Promise<void> {
  try {
    mkdirSync(target, { recursive: true });
  } catch (error) {
    throw writeFailure(target, error);
  }
  const all = new Map([...zeroBiases(source), ...biases]);
  const kept = [...source.tensors.values()]
    .filter(({ name }) => !all.has(name))
    .map((tensor): TensorToCopy => ({ name: tensor.name, from: tensor }));
  const tensors = [...kept, ...[...all].map(([name, from]): TensorToCopy => ({ name, from }))];
  const layout = layoutSafetensors(tensors.map(listed), { format: "pt" });
  await streamSafetensors(join(target, "model.safetensors"), layout, (put) => copyTensors(tensors, put, options));
  copyBeside(source.path, target);
  const written = { ...config, ...asLlama(config, source.config), mlp_bias: true };
  writeFileAtomic(join(target, "config.json"), `${JSON.stringify(written, undefined, 2)}\n`);
}

/** transformers' `mlp_bias` puts biases on all three projections of every block: those that the model lacks, as zeros. */
function zeroBiases({ config, tensors }: ModelSource): [string, Float32Array][] {
  const layers = Array.from({ length: config.layers }, (_, layer) => layer);
  return layers.flatMap((layer) =>
    (["gate_proj", "up_proj", "down_proj"] as const)
      .map((name) => [name, `model.layers.${layer}.mlp.${name}.bias`] as const)
      .filter(([, name]) => !tensors.has(name))
      .map(([projection, name]): [string, Float32Array] => [
        name,
        new Float32Array(projectionShape(config, projection)[0]),
      ]),
  );
}

function listed({ name, from }: TensorToCopy) {
  if (from instanceof Float32Array) return { name, shape: [from.length], dtype: "F32" as const };
  if (!isFloat(from)) throw new Error(`a folder holds ${from.encoding}`);
  return { name, shape: from.shape, dtype: floatDtypes[from.encoding] };
}

/**
 * A Mistral has no biases in transformers. Within its window it is a Llama, so it is written as one whose context is the window; what the two
 * classes assume differently is said.
 */
const asLlama = ({ architectures }: ConfigJson, { kvHeads, headDim, context }: ModelConfig): ConfigJson =>
  [architectures].flat()[0] === "LlamaForCausalLM"
    ? {}
    : {
        architectures: ["LlamaForCausalLM"],
        model_type: "llama",
        num_key_value_heads: kvHeads,
        head_dim: headDim,
        max_position_embeddings: context,
        sliding_window: null,
      };
