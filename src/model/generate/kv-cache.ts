import { f32, type HostTensor } from "../../graph/session.ts";
import type { PrefixKeyValues } from "../prefix/types.ts";

interface CacheShape {
  layers: number;
  kvHeads: number;
  headDim: number;
}

/**
 * Keys and values of a batch of sequences, f32 [batch, kv_heads, capacity, d_head] for each layer and half, padded on the
 * right. The arrays are the graph's inputs as they stand: new entries are written in place, never shifted.
 */
export class KvCache {
  readonly shape: CacheShape;
  capacity: number;
  /** Slots held by each sequence: its tokens, and before them one of its prefix where it has one. */
  readonly lengths: number[] = [];
  /** Slots before the first token of every sequence: 1 where they have a prefix. */
  lead = 0;
  /** By layer, then k and v. */
  private arrays: Float32Array[];
  private rows: number;

  constructor(shape: CacheShape) {
    this.shape = shape;
    this.capacity = 0;
    this.rows = 0;
    this.arrays = Array.from({ length: 2 * shape.layers }, () => new Float32Array(0));
  }

  /** Sequences in the batch. */
  get batch(): number {
    return this.lengths.length;
  }

  /** Feeds `cache.N.k|v` of a run of `batch` rows: the sequences', then rows of whatever values, which no row may look at. */
  feeds(batch: number): Record<string, HostTensor> {
    if (batch > this.rows && this.capacity > 0) this.grow(batch, this.capacity);
    const { kvHeads, headDim } = this.shape;
    const shape = [batch, kvHeads, this.capacity, headDim];
    const used = batch * this.rowLength;
    return Object.fromEntries(this.arrays.map((array, i) => [nameOf("cache", i), f32(array.subarray(0, used), shape)]));
  }

  /** Outputs that {@link append} and {@link admit} read. */
  get outputs(): string[] {
    return this.arrays.map((_, i) => nameOf("new", i));
  }

  /** Writes new tokens, as many for each sequence: the first `count` of a run on this cache. */
  append(results: Record<string, HostTensor>, count = 1): void {
    this.reserve(this.batch, Math.max(0, ...this.lengths) + count);
    for (let row = 0; row < this.batch; row++) this.write(results, row, row, count);
  }

  /**
   * Takes in new sequences that were computed on an empty cache, padded on the right to a common length, or on their prefixes. All
   * sequences of a cache have one, or none has.
   */
  admit(results: Record<string, HostTensor>, lengths: readonly number[], prefixes?: readonly PrefixKeyValues[]): void {
    const start = this.batch;
    if (prefixes) this.lead = 1;
    this.reserve(start + lengths.length, Math.max(...lengths.map((length) => this.lead + length), ...this.lengths));
    for (const [i, length] of lengths.entries()) {
      this.lengths.push(0);
      if (prefixes) this.begin(start + i, prefixes[i]!);
      if (length > 0) this.write(results, i, start + i, length);
    }
  }

  /** Puts a prefix into the first slot of a sequence. */
  private begin(row: number, prefix: PrefixKeyValues): void {
    const { kvHeads, headDim } = this.shape;
    for (const [i, array] of this.arrays.entries())
      for (let head = 0; head < kvHeads; head++)
        copy(prefix[i]!, head * headDim, array, (row * kvHeads + head) * this.capacity * headDim, headDim);
    this.lengths[row] = 1;
  }

  /** Drops a sequence; the last one takes its row. */
  remove(row: number): void {
    const last = this.batch - 1;
    const size = this.rowLength;
    if (row !== last) {
      for (const array of this.arrays) array.copyWithin(row * size, last * size, (last + 1) * size);
      this.lengths[row] = this.lengths[last]!;
    }
    this.lengths.pop();
  }

  private get rowLength(): number {
    return this.shape.kvHeads * this.capacity * this.shape.headDim;
  }

  private write(results: Record<string, HostTensor>, from: number, to: number, count: number): void {
    const { kvHeads, headDim } = this.shape;
    const at = this.lengths[to]!;
    for (const [i, array] of this.arrays.entries()) {
      const { data, shape } = results[nameOf("new", i)]!;
      const pos = shape[2]!;
      for (let head = 0; head < kvHeads; head++) {
        const source = (from * kvHeads + head) * pos * headDim;
        const target = ((to * kvHeads + head) * this.capacity + at) * headDim;
        copy(data as Float32Array, source, array, target, count * headDim);
      }
    }
    this.lengths[to] = at + count;
  }

  /** Capacity grows in steps of 32 to 256, then by an eighth: attention reads all of it at every step. */
  private reserve(batch: number, length: number): void {
    let capacity = Math.max(this.capacity, 32);
    while (capacity < length) capacity += Math.max(32, 32 * Math.floor(capacity / 256));
    if (capacity !== this.capacity || batch > this.rows) this.grow(Math.max(batch, this.rows), capacity);
  }

  private grow(rows: number, capacity: number): void {
    const { kvHeads, headDim } = this.shape;
    this.arrays = this.arrays.map((old) => {
      const grown = new Float32Array(rows * kvHeads * capacity * headDim);
      for (let line = 0; line < this.batch * kvHeads; line++) {
        const from = line * this.capacity * headDim;
        grown.set(old.subarray(from, from + this.capacity * headDim), line * capacity * headDim);
      }
      return grown;
    });
    this.capacity = capacity;
    this.rows = rows;
  }
}

/** Copies a stretch; a loop, since a view and a call cost more than a token's few numbers. */
function copy(from: Float32Array, source: number, to: Float32Array, target: number, count: number): void {
  if (count > 256) to.set(from.subarray(source, source + count), target);
  else for (let i = 0; i < count; i++) to[target + i] = from[source + i]!;
}

const nameOf = (side: "cache" | "new", i: number): string => `${side}.${i >> 1}.${i & 1 ? "v" : "k"}`;
