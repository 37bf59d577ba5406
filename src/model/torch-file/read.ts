import { badInput } from "../../base/errors.ts";
import { openArchive } from "./archive.ts";
import { valuesOf } from "./tensor.ts";
import { unpickle } from "./unpickle.ts";
import type { PickledValue, TorchTensor } from "./value.ts";

/** A `.pt` file, read without running anything of it. */
export interface TorchFile {
  /** Absolute real path. */
  path: string;
  /** What was saved. */
  value: PickledValue;
  /** A tensor's values as f32, row-major; f16 and bf16 widened, doubles rounded. Throws "bad-input" where they are not in the file. */
  values(tensor: TorchTensor): Float32Array;
  /** A further file of the archive, in its folder `extra`, which PyTorch leaves alone. */
  extra(name: string): string | undefined;
}

/**
 * Reads what `torch.save` wrote: tensors of floats (any strides and offsets), and dicts, lists, tuples, strings and numbers around them. Throws
 * "bad-input" for anything else, with the opcodes and Python names that it asks for, and for a damaged file.
 */
export async function readTorchFile(given: string): Promise<TorchFile> {
  const { path, files } = await openArchive(given);
  return {
    path,
    value: unpickle(files.get("data.pkl")!, path),
    values(tensor) {
      const { key } = tensor.storage;
      const data = files.get(`data/${key}`);
      if (data === undefined) throw badInput(`${path} lacks the storage ${JSON.stringify(key)}: the file is damaged.`);
      return valuesOf(tensor, data, path);
    },
    extra: (name) => {
      const data = files.get(`extra/${name}`);
      return data && Buffer.from(data).toString("utf8");
    },
  };
}
