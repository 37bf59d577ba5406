import { f32, type HostTensor } from "../../graph/session.ts";
import type { PrefixKeyValues } from "../prefix/types.ts";

interface CacheShape {
  layers: number;
  kvHeads: number;
  headDim: number;
}

/** In which rows of a run a layer's keys and values are, where sequences are computed as one. */
export interface LayerRows {
  ofLayer(layer: number): { rows: number; rowOf(sequence: number): number };
}

/** The output that holds a run's new keys and values; see `cachedLayout`. */
export const written = "new";

/**
 * Keys and values of a batch of sequences, f32 [batch, kv_heads, capacity, d_head] for each layer and half, padded on the
 * right. The arrays are the graph's inputs as they stand: new entries are written in place.
 */
export class KvCache {
  readonly shape: CacheShape;
  capacity: number;
  /** Slots held by each sequence: its tokens, and before them one of its prefix where it has one. */
  readonly lengths: number[] = [];
  /** Slots before the first token of every sequence: 1 where they have a prefix. */
  lead = 0;
  /** By layer, then k and v: lines of {@link capacity} slots, with room behind the last for lines of `room` slots. */
  private arrays: Float32Array[];
  private rows: number;
  private room: number;
  /** The last feeds, which are the same until something grows. */
  private fed: { batch: number; feeds: Record<string, HostTensor> } | undefined;

  constructor(shape: CacheShape) {
    this.shape = shape;
    this.capacity = 0;
    this.rows = 0;
    this.room = 0;
    this.arrays = Array.from({ length: 2 * shape.layers }, () => new Float32Array(0));
  }

  /** Sequences in the batch. */
  get batch(): number {
    return this.lengths.length;
  }

  /**
   * Feeds `cache.N.k|v` of a run of `batch` rows: the sequences', then rows of whatever values, which no row may look at.
   *
   * @param layerRows an empty cache's rows in layers that run others
   */
  feeds(batch: number, layerRows?: LayerRows): Record<string, HostTensor> {
    if (batch > this.rows && this.capacity > 0) this.grow(batch, this.capacity);
    if (!layerRows && this.fed?.batch === batch) return this.fed.feeds;
    const { kvHeads, headDim } = this.shape;
    const used = batch * this.rowLength;
    const feeds = Object.fromEntries(
      this.arrays.map((array, i) => {
        const rows = layerRows?.ofLayer(i >> 1).rows ?? batch;
        const shape = [rows, kvHeads, this.capacity, headDim];
        return [`cache.${i >> 1}.${i & 1 ? "v" : "k"}`, f32(array.subarray(0, used), shape)];
      }),
    );
    if (!layerRows) this.fed = { batch, feeds };
    return feeds;
  }

  /** Writes new tokens, as many for each sequence: the first `count` of a run on this cache. */
  append(results: Record<string, HostTensor>, count = 1): void {
    this.reserve(this.batch, Math.max(0, ...this.lengths) + count);
    this.write(results, { start: 0, counts: this.lengths.map(() => count) });
  }

  /**
   * Takes in new sequences that were computed on an empty cache, padded on the right to a common length, or on their prefixes. All
   * sequences of a cache have one, or none has.
   */
  admit(
    results: Record<string, HostTensor>,
    lengths: readonly number[],
    { prefixes, layerRows }: { prefixes?: readonly PrefixKeyValues[]; layerRows?: LayerRows } = {},
  ): void {
    const start = this.batch;
    if (prefixes) this.lead = 1;
    // One slot more than there are tokens: another comes with the next step.
    this.reserve(start + lengths.length, Math.max(...lengths.map((length) => this.lead + length + 1), ...this.lengths));
    for (const i of lengths.keys()) {
      this.lengths.push(0);
      if (prefixes) this.begin(start + i, prefixes[i]!);
    }
    if (lengths.some((length) => length > 0)) this.write(results, { start, counts: lengths, layerRows });
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

  /** Writes the first tokens of a run's sequences, `counts` of them, behind those of the sequences from `start` on. */
  private write(
    results: Record<string, HostTensor>,
    { start, counts, layerRows }: { start: number; counts: readonly number[]; layerRows?: LayerRows | undefined },
  ): void {
    const { kvHeads, headDim } = this.shape;
    const { data, shape } = results[written]!;
    const from = data as Float32Array;
    const line = shape[2]! * headDim;
    const all = shape[0]! / this.arrays.length;
    let entry = 0;
    for (const [i, array] of this.arrays.entries()) {
      const { rows, rowOf } = layerRows?.ofLayer(i >> 1) ?? { rows: all, rowOf: undefined };
      for (let s = 0; s < counts.length; s++) {
        const size = counts[s]! * headDim;
        const source = (entry + (rowOf ? rowOf(s) : s)) * kvHeads * line;
        const target = ((start + s) * kvHeads * this.capacity + this.lengths[start + s]!) * headDim;
        for (let head = 0; head < kvHeads; head++)
          copy(from, source + head * line, array, target + head * this.capacity * headDim, size);
      }
      entry += rows;
    }
    for (const [s, count] of counts.entries()) this.lengths[start + s]! += count;
  }

  /** Capacity grows in steps of 32 to 256, then by an eighth: attention reads all of it at every step. */
  private reserve(batch: number, length: number): void {
    let capacity = Math.max(this.capacity, 32);
    while (capacity < length) capacity += Math.max(32, 32 * Math.floor(capacity / 256));
    if (capacity !== this.capacity || batch > this.rows) this.grow(Math.max(batch, this.rows), capacity);
  }

  private grow(rows: number, capacity: number): void {
    this.fed = undefined;
    const { kvHeads, headDim } = this.shape;
    // Twice the slots, which take no memory before they are written: the next steps move lines within the arrays.
    const fits = rows <= this.rows && capacity <= this.room;
    if (!fits) this.room = 2 * capacity;
    const [from, to] = [this.capacity * headDim, capacity * headDim];
    this.arrays = this.arrays.map((old) => {
      const grown = fits ? old : new Float32Array(rows * kvHeads * this.room * headDim);
      // The last line first: within one array it moves the furthest.
      for (let line = this.batch * kvHeads - 1; line >= 0; line--)
        if (fits) grown.copyWithin(line * to, line * from, (line + 1) * from);
        else grown.set(old.subarray(line * from, (line + 1) * from), line * to);
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
