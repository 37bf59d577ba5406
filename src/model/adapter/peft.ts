import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { badInput } from "../../base/errors.ts";
import { readIfThere, writeFailure, writeFileAtomic } from "../../base/files.ts";
import { type ModelConfig, type Projection, projections } from "../config.ts";
import { projectionShape } from "../decoder/projection-shape.ts";
import { type LoadedTensor, loadSafetensors } from "../safetensors/read.ts";
import { type TensorToWrite, writeSafetensors } from "../safetensors/write.ts";
import { parsePeftConfig, peftConfigText } from "./peft-config.ts";
import type { LoraAdapter, LoraPair } from "./types.ts";

const configName = "adapter_config.json";
const weightsName = "adapter_model.safetensors";

/** The module of each projection in a block, as Hugging Face's Llama names it. */
const moduleOf: Record<Projection, "self_attn" | "mlp"> = {
  q_proj: "self_attn",
  k_proj: "self_attn",
  v_proj: "self_attn",
  o_proj: "self_attn",
  gate_proj: "mlp",
  up_proj: "mlp",
  down_proj: "mlp",
};

const keyOf = (layer: number, projection: Projection, half: "A" | "B"): string =>
  `base_model.model.model.layers.${layer}.${moduleOf[projection]}.${projection}.lora_${half}.weight`;

/**
 * Reads a PEFT LoRA folder (`adapter_config.json`, `adapter_model.safetensors`) for a model. Throws "bad-input" where a file
 * is missing or damaged, where the configuration asks for what is not supported, and where the tensors are not those of this
 * model: one too many, one too few, another shape, or a number that is not finite.
 */
export async function readAdapter(folder: string, config: ModelConfig): Promise<LoraAdapter> {
  const configPath = join(folder, configName);
  const text = readIfThere(configPath);
  if (text === undefined)
    throw badInput(`${folder} is no PEFT adapter: it has no ${configName}; give the folder that holds it.`);
  const settings = parsePeftConfig(text, configPath);
  const path = join(folder, weightsName);
  if (!existsSync(path)) throw badInput(missingWeights(folder));
  const { tensors } = await loadSafetensors(path);
  const targets = projections.filter((projection) =>
    [...tensors.keys()].some((key) => key.includes(`.${projection}.`)),
  );
  const pairs = new Map<string, LoraPair>();
  for (let layer = 0; layer < config.layers; layer++)
    for (const projection of targets) {
      const [out, input] = projectionShape(config, projection);
      const take = (half: "A" | "B", shape: number[]) => taken(tensors, keyOf(layer, projection, half), shape, path);
      const a = take("A", [settings.rank, input]);
      pairs.set(`${layer}.${projection}`, { a, b: take("B", [out, settings.rank]) });
    }
  const [left] = tensors.keys();
  if (left !== undefined)
    throw badInput(
      `${path} holds the tensor "${left}", which the model has no place for (${config.layers} layers, LoRA on ` +
        `${projections.join(", ")}): it belongs to another model or adapts more than is supported.`,
    );
  if (pairs.size === 0) throw badInput(`${path} holds no LoRA tensor: write or download the adapter again.`);
  return { ...settings, targets, pairs };
}

function missingWeights(folder: string): string {
  if (existsSync(join(folder, "adapter_model.bin")))
    return `${folder} holds adapter_model.bin, which is not read (it is executable code): save the adapter as safetensors.`;
  return `${folder} has no ${weightsName}: write or download the adapter again.`;
}

/** Takes a tensor out of the map, checked. */
function taken(tensors: Map<string, LoadedTensor>, key: string, shape: number[], path: string): Float32Array {
  const tensor = tensors.get(key);
  if (!tensor) throw badInput(`${path} lacks the tensor "${key}": it belongs to another model or is incomplete.`);
  if (tensor.shape.join() !== shape.join())
    throw badInput(
      `${path}: tensor "${key}" has the shape [${tensor.shape.join(", ")}], but this model and rank need ` +
        `[${shape.join(", ")}]: the adapter belongs to another model.`,
    );
  if (!tensor.values.every(Number.isFinite))
    throw badInput(`${path}: tensor "${key}" holds a number that is not finite.`);
  tensors.delete(key);
  return tensor.values;
}

/**
 * Writes an adapter as a PEFT folder, made if it is not there; equal adapters give equal bytes. Each file is whole or not
 * there; the configuration comes last. Throws "incomplete" on a full disk, "bad-input" where it cannot be written.
 */
export async function writeAdapter(
  folder: string,
  adapter: LoraAdapter,
  { config, baseModel }: { config: ModelConfig; baseModel: string },
): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw writeFailure(folder, error);
  }
  const tensors = new Map<string, TensorToWrite>();
  for (let layer = 0; layer < config.layers; layer++)
    for (const projection of adapter.targets) {
      const [out, input] = projectionShape(config, projection);
      const { a, b } = adapter.pairs.get(`${layer}.${projection}`)!;
      tensors.set(keyOf(layer, projection, "A"), { shape: [adapter.rank, input], values: a });
      tensors.set(keyOf(layer, projection, "B"), { shape: [out, adapter.rank], values: b });
    }
  await writeSafetensors(join(folder, weightsName), tensors, { format: "pt" });
  writeFileAtomic(join(folder, configName), peftConfigText(adapter, baseModel));
}
