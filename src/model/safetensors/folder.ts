import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { badInput } from "../../base/errors.ts";
import type { FileState } from "../weights/open-file.ts";
import type { StoredTensor } from "../weights/types.ts";
import { readSafetensors, requireFloat } from "./read.ts";
import type { SafetensorsEntry, SafetensorsFile } from "./types.ts";

/** A file of a model folder that holds weights. */
export interface WeightsFile extends FileState {
  /** Its name in the folder; the path may be elsewhere, where the folder is made of links. */
  name: string;
}

const single = "model.safetensors";
const index = "model.safetensors.index.json";
const maxIndexBytes = 100_000_000;

/**
 * Reads the headers of a model folder's weights in Hugging Face's layout: `model.safetensors`, or the shards that
 * `model.safetensors.index.json` lists. Throws "bad-input" for weights that are absent, in another format, damaged, or
 * that the index places in a file which lacks them.
 */
export async function readWeightsFolder(
  folder: string,
): Promise<{ files: WeightsFile[]; tensors: Map<string, StoredTensor> }> {
  const names = new Set(readdirSync(folder));
  if (names.has(single)) {
    const file = await readSafetensors(join(folder, single));
    return { files: [stateOf(single, file)], tensors: byName(file.entries.map((entry) => stored(entry, file))) };
  }
  if (names.has(index)) return readShards(folder);
  throw badInput(`${folder} has no weights that can be read: ${whatElse(names)}`);
}

async function readShards(folder: string): Promise<{ files: WeightsFile[]; tensors: Map<string, StoredTensor> }> {
  const shardOf = readIndex(join(folder, index));
  const shards = new Map<string, SafetensorsFile>();
  for (const name of new Set(shardOf.values())) shards.set(name, await readSafetensors(join(folder, name)));
  const entries = new Map([...shards].map(([name, file]) => [name, byName(file.entries)]));
  const tensors = [...shardOf].map(([tensor, shard]) => {
    const entry = entries.get(shard)!.get(tensor);
    if (entry !== undefined) return stored(entry, shards.get(shard)!);
    throw badInput(
      `${folder}: ${index} places tensor "${tensor}" in ${shard}, which lacks it: download the folder again.`,
    );
  });
  return { files: [...shards].map(([name, file]) => stateOf(name, file)), tensors: byName(tensors) };
}

/** The shard's file name of every tensor. */
function readIndex(path: string): Map<string, string> {
  if (statSync(path).size > maxIndexBytes)
    throw badInput(`${path} is larger than ${maxIndexBytes} bytes: it is damaged.`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw badInput(`${path} is not JSON: download it again.`, cause);
  }
  const map = (parsed as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== "object" || map === null) throw badInput(`${path} has no "weight_map": download it again.`);
  return new Map(Object.entries(map).map(([tensor, shard]) => [tensor, shardName(shard, tensor, path)]));
}

/** A shard lies in the model's own folder: an index may not reach for other files of the machine. */
function shardName(shard: unknown, tensor: string, path: string): string {
  if (typeof shard === "string" && /^[^/\\]+\.safetensors$/.test(shard)) return shard;
  throw badInput(
    `${path} places tensor "${tensor}" in ${JSON.stringify(shard)}; the name of a .safetensors file in the same folder is legal.`,
  );
}

function stored(entry: SafetensorsEntry, file: SafetensorsFile): StoredTensor {
  const { name, shape, offset, bytes } = entry;
  return { name, shape, encoding: requireFloat(entry, file.path), file: file.path, offset, bytes };
}

const byName = <T extends { name: string }>(items: readonly T[]): Map<string, T> =>
  new Map(items.map((item) => [item.name, item]));

const stateOf = (name: string, { path, size, mtimeNs }: SafetensorsFile): WeightsFile => ({
  name,
  path,
  size,
  mtimeNs,
});

function whatElse(names: ReadonlySet<string>): string {
  const has = (pattern: RegExp) => [...names].find((name) => pattern.test(name));
  const gguf = has(/\.gguf$/);
  if (gguf !== undefined) return `it holds ${gguf}; give that file itself.`;
  if (names.has("adapter_model.safetensors"))
    return "it holds a LoRA adapter; give the base model, and the adapter as a persona.";
  const pickled = has(/^pytorch_model.*\.bin/);
  if (pickled !== undefined) return `${pickled} is a pickle, which can run code; take the safetensors variant.`;
  return `neither ${single} nor ${index} is there.`;
}
