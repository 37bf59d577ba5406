import type { Accuracy } from "../../graph/ops/matrix.ts";

/**
 * How many rows a product must have so that each row gets the bits that it gets in any other run, at least `rows`. The exact 4-bit
 * kernel sums a single row in another order than rows of a group, and shares out more than 128 rows between threads in groups of 128.
 */
export const stableRows = (rows: number, accuracy: Accuracy): number =>
  accuracy === "f32" && rows % 128 === 1 ? rows + 1 : rows;

/** What decides how attention over a cache is shared out between threads. */
export interface AttentionSizes {
  batch: number;
  kvHeads: number;
  /** Query rows of one product: heads that share keys, times new tokens. */
  rows: number;
  headDim: number;
  capacity: number;
  threads: number;
}

/**
 * How many sequences a run over a cache must hold so that none's bits depend on the others or on the number of threads. ONNX Runtime
 * gives each product (one a key/value head) to one thread while there are as many products as threads that are worth their while
 * (one for each 65,536 multiplications of a product); with fewer, it splits the columns of one, and then sums in blocks
 * of another length (MlasGemmBatch, MlasSgemmOperation).
 */
export function stableBatch(sizes: AttentionSizes): number {
  const { batch, kvHeads, rows, headDim, capacity, threads } = sizes;
  // Products of more rows than columns are split by rows, which changes nothing.
  if (rows >= headDim) return batch;
  const worthwhile = Math.floor((rows * headDim * capacity) / 65536) + 1;
  return Math.max(batch, Math.ceil(Math.min(threads, worthwhile) / kvHeads));
}
