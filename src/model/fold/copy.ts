import type { OnProgress } from "../../base/progress.ts";
import type { PutBytes } from "../safetensors/write.ts";
import { readRows } from "../weights/rows.ts";
import type { StoredTensor } from "../weights/types.ts";

export interface CopyOptions {
  signal?: AbortSignal;
  /** In bytes of the model. */
  onProgress?: OnProgress;
}

/** A tensor as it goes into a file: as it lies, or with values of its own. */
export interface TensorToCopy {
  /** As the file that is written names it. */
  name: string;
  from: StoredTensor | Float32Array;
}

/** Writes tensors chunk by chunk, those of other files as they lie there. Throws the signal's reason. */
export async function copyTensors(
  tensors: readonly TensorToCopy[],
  put: PutBytes,
  { signal, onProgress }: CopyOptions,
): Promise<void> {
  const total = tensors.reduce((sum, { from }) => sum + bytesOf(from), 0);
  let done = 0;
  const write = (name: string, at: number, bytes: Uint8Array): void => {
    signal?.throwIfAborted();
    put(name, at, bytes);
    done += bytes.length;
    onProgress?.({ phase: "fold", done, total, unit: "bytes" });
  };
  for (const { name, from } of tensors) {
    if (from instanceof Float32Array) write(name, 0, new Uint8Array(from.buffer, from.byteOffset, from.byteLength));
    else
      for await (const { first, rows, bytes } of readRows({ ...from, ropePermutedHeads: undefined }))
        write(name, first * (bytes.length / rows), bytes);
  }
}

const bytesOf = (from: TensorToCopy["from"]): number => (from instanceof Float32Array ? from.byteLength : from.bytes);
