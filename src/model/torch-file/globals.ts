import type { FloatEncoding } from "../weights/types.ts";

/** How a storage's numbers lie. */
export type StorageEncoding = FloatEncoding | "f64";

const storages: Record<string, StorageEncoding> = {
  "torch.FloatStorage": "f32",
  "torch.HalfStorage": "f16",
  "torch.BFloat16Storage": "bf16",
  "torch.DoubleStorage": "f64",
};

export const rebuildTensor = "torch._utils._rebuild_tensor_v2";
export const orderedDict = "collections.OrderedDict";

/** A Python name that a pickle refers to, one of those that are known here. */
export class Global {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** How the numbers lie, of a storage's class. */
  get storage(): StorageEncoding | undefined {
    return Object.hasOwn(storages, this.name) ? storages[this.name] : undefined;
  }
}

/** Whether a Python name is one of the few that tensors need; each stands for something of ours, none is ever looked up in Python. */
export const isKnown = (name: string): boolean =>
  name === rebuildTensor || name === orderedDict || Object.hasOwn(storages, name);
