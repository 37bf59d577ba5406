import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { badInput } from "../../base/errors.ts";
import { writeFailure, writeFileAtomic } from "../../base/files.ts";
import type { OnProgress } from "../../base/progress.ts";
import { llamaTensorName } from "../gguf/llama-names.ts";
import { changedGgufLayout } from "../gguf/rewrite.ts";
import { layoutSafetensors } from "../safetensors/layout.ts";
import { type PutBytes, streamSafetensors } from "../safetensors/write.ts";
import { copyBeside } from "../source/beside.ts";
import type { ModelSource } from "../source.ts";
import { decodeValues } from "../weights/decode-values.ts";
import { floatDtypes, isFloat } from "../weights/forms/form.ts";
import { toHalves } from "../weights/narrow.ts";
import { permutedRow } from "../weights/rope-order.ts";
import { matrixShape, readRows } from "../weights/rows.ts";
import type { StoredTensor } from "../weights/types.ts";
import { type LoraAdapter, type LoraPair, loraScale } from "./types.ts";

export interface MergeOptions {
  signal?: AbortSignal;
  /** In bytes of the base model. */
  onProgress?: OnProgress;
}

/**
 * Writes the model that base and adapter are together, W + scale * b @ a: of a GGUF a GGUF at `target` with the same metadata,
 * of a folder a folder there with the same tokenizer. An adapted matrix is written as f32 where the base holds f32, else as f16
 * (blocks or bfloat16 would round the small update away); all else is copied as it lies. Goes through the base chunk by chunk,
 * so neither model is ever in memory. Throws "bad-input" where a merged weight is beyond f16, "incomplete" on a full disk, and
 * the signal's reason; a file is whole or not there, a folder's `config.json` comes last.
 */
export async function mergeAdapter(
  source: ModelSource,
  adapter: LoraAdapter,
  target: string,
  options: MergeOptions = {},
): Promise<void> {
  if (source.raw.kind === "gguf") await mergeGguf(source, source.raw.file, adapter, target, options);
  else await mergeFolder(source, source.raw.config, adapter, target, options);
}

async function mergeGguf(
  source: ModelSource,
  file: Extract<ModelSource["raw"], { kind: "gguf" }>["file"],
  adapter: LoraAdapter,
  target: string,
  options: MergeOptions,
): Promise<void> {
  const known = (name: string) => source.tensors.get(llamaTensorName(name) ?? "");
  const changed = new Map(
    file.tensors.flatMap(({ name, encoding }) => {
      const tensor = known(name);
      return tensor && pairOf(adapter, tensor) ? [[name, mergedEncoding(encoding)] as const] : [];
    }),
  );
  const layout = await changedGgufLayout(file, { changed });
  // The writer is told where each tensor goes: it writes any format that is a header and places.
  await streamSafetensors(target, layout, async (put) => {
    const step = counter(file.tensors, options);
    for (const listed of file.tensors) {
      const tensor = known(listed.name) ?? { ...listed, file: file.path };
      const write: Put = (at, bytes) => put(listed.name, at, bytes);
      await writeTensor(tensor, pairOf(adapter, tensor), adapter, write, step);
    }
  });
}

async function mergeFolder(
  source: ModelSource,
  config: Readonly<Record<string, unknown>>,
  adapter: LoraAdapter,
  target: string,
  options: MergeOptions,
): Promise<void> {
  try {
    mkdirSync(target, { recursive: true });
  } catch (error) {
    throw writeFailure(target, error);
  }
  const tensors = [...source.tensors.values()];
  const layout = layoutSafetensors(
    tensors.map((tensor) => {
      if (!isFloat(tensor)) throw new Error(`a folder holds ${tensor.encoding}`);
      const encoding = pairOf(adapter, tensor) ? mergedEncoding(tensor.encoding) : tensor.encoding;
      return { name: tensor.name, shape: tensor.shape, dtype: floatDtypes[encoding] };
    }),
    { format: "pt" },
  );
  await streamSafetensors(join(target, "model.safetensors"), layout, async (put) => {
    const step = counter(tensors, options);
    for (const tensor of tensors)
      await writeTensor(tensor, pairOf(adapter, tensor), adapter, (at, bytes) => put(tensor.name, at, bytes), step);
  });
  copyBeside(source.path, target);
  const dtype = tensors.every(({ encoding }) => encoding === "f32") ? "float32" : "float16";
  const named = Object.fromEntries(["torch_dtype", "dtype"].flatMap((key) => (key in config ? [[key, dtype]] : [])));
  writeFileAtomic(join(target, "config.json"), `${JSON.stringify({ ...config, ...named }, undefined, 2)}\n`);
}

const mergedEncoding = (encoding: StoredTensor["encoding"]): "f32" | "f16" => (encoding === "f32" ? "f32" : "f16");

/** The adapter's part in a tensor, by the tensor's Hugging Face name. */
function pairOf(adapter: LoraAdapter, { name }: Pick<StoredTensor, "name">): LoraPair | undefined {
  const [, layer, projection] = /^model\.layers\.(\d+)\.(?:self_attn|mlp)\.(\w+)\.weight$/.exec(name) ?? [];
  return adapter.pairs.get(`${layer}.${projection}`);
}

type Put = (at: number, bytes: Uint8Array) => ReturnType<PutBytes>;

/** Copies a tensor as it lies, or writes it merged, in the order of rows that it had. */
async function writeTensor(
  tensor: StoredTensor,
  pair: LoraPair | undefined,
  adapter: LoraAdapter,
  put: Put,
  step: (bytes: number) => void,
): Promise<void> {
  const { rows, columns } = matrixShape(tensor);
  const headDim = tensor.ropePermutedHeads === undefined ? undefined : rows / tensor.ropePermutedHeads;
  const lies = pair ? tensor : { ...tensor, ropePermutedHeads: undefined };
  for await (const chunk of readRows(lies)) {
    if (pair) {
      const values = decodeValues(tensor.encoding, chunk.bytes, chunk.rows * columns);
      addUpdate(values, chunk.first, pair, adapter);
      const bytes = tensor.encoding === "f32" ? bytesOf(values) : bytesOf(halvesOf(values, tensor.name));
      const rowBytes = bytes.length / chunk.rows;
      if (headDim === undefined) put(chunk.first * rowBytes, bytes);
      else
        for (let row = 0; row < chunk.rows; row++)
          put(permutedRow(chunk.first + row, headDim) * rowBytes, bytes.subarray(row * rowBytes, (row + 1) * rowBytes));
    } else put(chunk.first * (chunk.bytes.length / chunk.rows), chunk.bytes);
    step(chunk.bytes.length);
  }
}

/** values[i] += scale * b[first + i] @ a, summed in f64. */
function addUpdate(values: Float32Array, first: number, { a, b }: LoraPair, adapter: LoraAdapter): void {
  const { rank } = adapter;
  const scale = loraScale(adapter);
  const columns = a.length / rank;
  const update = new Float64Array(columns);
  for (let at = 0, row = first; at < values.length; at += columns, row++) {
    update.fill(0);
    for (let k = 0; k < rank; k++) {
      const factor = scale * b[row * rank + k]!;
      for (let j = 0, from = k * columns; j < columns; j++) update[j]! += factor * a[from + j]!;
    }
    for (let j = 0; j < columns; j++) values[at + j]! += update[j]!;
  }
}

function halvesOf(values: Float32Array, name: string): Uint16Array {
  const halves = toHalves(values);
  if (halves.some((bits) => (bits & 0x7c00) === 0x7c00))
    throw badInput(`${name} with the adapter in it holds a number beyond 16-bit floats: use base and adapter apart.`);
  return halves;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Uint16Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

function counter(tensors: readonly { bytes: number }[], { signal, onProgress }: MergeOptions) {
  const total = tensors.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  return (bytes: number): void => {
    signal?.throwIfAborted();
    done += bytes;
    onProgress?.({ phase: "merge", done, total, unit: "bytes" });
  };
}
