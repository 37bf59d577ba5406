import type { Global, StorageEncoding } from "./globals.ts";

/** What a pickle of tensors can hold. Tuples and lists are arrays, dicts are maps. */
export type PickledValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | TorchTensor
  | PickledValue[]
  | Map<PickledValue, PickledValue>
  | Global
  | Storage;

/** A run of numbers in a file of its own in the archive. */
export class Storage {
  readonly encoding: StorageEncoding;
  /** The name of its file in the archive's `data`. */
  readonly key: string;
  /** How many numbers it has. */
  readonly count: number;

  constructor(encoding: StorageEncoding, key: string, count: number) {
    this.encoding = encoding;
    this.key = key;
    this.count = count;
  }
}

/** A tensor as a file describes it: a view of a storage. */
export class TorchTensor {
  readonly storage: Storage;
  /** In numbers of the storage. */
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor(storage: Storage, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}
