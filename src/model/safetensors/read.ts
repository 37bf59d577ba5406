import { badInput } from "../../base/errors.ts";
import { widenHalves } from "../weights/half.ts";
import { readRange, withFile } from "../weights/open-file.ts";
import { parseHeader } from "./header.ts";
import { floatEncodings, type SafetensorsEntry, type SafetensorsFile } from "./types.ts";

/** The reference implementation's own cap on a header. */
const maxHeaderBytes = 100_000_000;

/**
 * Reads and checks the header of a safetensors file; the data stay where they are. Throws "bad-input" for a file that
 * is absent, truncated, damaged, or holds a tensor of an unknown dtype.
 */
export async function readSafetensors(path: string): Promise<SafetensorsFile> {
  return withFile(path, async (handle, state) => {
    if (state.size < 8) throw badInput(`${state.path} is no safetensors file: it has only ${state.size} bytes.`);
    const headerBytes = Number((await readRange(handle, state.path, 0, 8)).readBigUInt64LE());
    if (headerBytes > maxHeaderBytes || headerBytes > state.size - 8) {
      throw badInput(
        `${state.path} claims a header of ${headerBytes} bytes, but the file has ${state.size} and at most ${maxHeaderBytes} ` +
          "are legal: it is truncated, damaged or no safetensors file; download it again.",
      );
    }
    const dataStart = 8 + headerBytes;
    const header = await readRange(handle, state.path, 8, headerBytes);
    const dataBytes = state.size - dataStart;
    return { ...state, ...parseHeader(header, { path: state.path, dataStart, dataBytes }), dataStart };
  });
}

/** A tensor in memory, widened to f32. */
export interface LoadedTensor {
  shape: readonly number[];
  values: Float32Array;
}

/**
 * Loads every tensor of a (small) safetensors file as f32: adapters, steering vectors, checkpoints. Throws "bad-input"
 * as {@link readSafetensors} does, and for a tensor that is not F32, F16 or BF16.
 */
export async function loadSafetensors(
  path: string,
): Promise<{ tensors: Map<string, LoadedTensor>; metadata: Readonly<Record<string, string>> }> {
  const file = await readSafetensors(path);
  const tensors = new Map<string, LoadedTensor>();
  await withFile(file.path, async (handle) => {
    for (const entry of file.entries) {
      requireFloat(entry, file.path);
      const bytes = await readRange(handle, file.path, entry.offset, entry.bytes);
      tensors.set(entry.name, { shape: entry.shape, values: widened(entry, bytes) });
    }
  });
  return { tensors, metadata: file.metadata };
}

/** The encoding of a tensor that holds weights; throws "bad-input" naming the tensor where it is none of ours. */
export function requireFloat(entry: SafetensorsEntry, path: string): "f32" | "f16" | "bf16" {
  const encoding = floatEncodings[entry.dtype];
  if (encoding !== undefined) return encoding;
  throw badInput(
    `${path}: tensor "${entry.name}" is ${entry.dtype}, which is not supported as a weight; F32, F16 and BF16 are ` +
      "(a model quantised by GPTQ, AWQ or bitsandbytes: take its original, or a GGUF of it).",
  );
}

function widened(entry: SafetensorsEntry, bytes: Buffer): Float32Array {
  const encoding = floatEncodings[entry.dtype]!;
  const values = new Float32Array(encoding === "f32" ? bytes.length / 4 : bytes.length / 2);
  if (encoding === "f32") new Uint8Array(values.buffer).set(bytes);
  else widenHalves(encoding, bytes, values);
  return values;
}
