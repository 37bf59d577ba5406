import { readRange, withFile } from "./open-file.ts";
import { permutedRow } from "./rope-order.ts";
import type { StoredTensor } from "./types.ts";

/** What is needed of a tensor to read its rows. */
export type TensorRange = Pick<StoredTensor, "shape" | "encoding" | "file" | "offset" | "bytes" | "ropePermutedHeads">;

/** Some rows of a tensor, encoded as in the file, in Hugging Face's order. */
export interface RowChunk {
  /** Index of the first row. */
  first: number;
  rows: number;
  bytes: Uint8Array;
}

/** Bytes read at a time: enough to be fast, little enough to be nothing beside a model. */
const chunkBytes = 4 << 20;

/** Rows and values of a tensor seen as a matrix: the last axis is a row's, and a vector is one row (unless permuted). */
export function matrixShape({ shape, ropePermutedHeads }: Pick<TensorRange, "shape" | "ropePermutedHeads">): {
  rows: number;
  columns: number;
} {
  const columns = shape.length === 1 && ropePermutedHeads !== undefined ? 1 : (shape.at(-1) ?? 1);
  return { rows: shape.reduce((product, axis) => product * axis, 1) / columns, columns };
}

/**
 * Reads a tensor's rows chunk by chunk, llama.cpp's reordering of q and k undone. Every chunk but the last holds a
 * multiple of `multiple` rows.
 */
export async function* readRows(tensor: TensorRange, multiple = 1): AsyncGenerator<RowChunk> {
  const { rows } = matrixShape(tensor);
  const rowBytes = tensor.bytes / rows;
  const headDim = tensor.ropePermutedHeads === undefined ? 1 : rows / tensor.ropePermutedHeads;
  const unit = multiple * headDim;
  const chunkRows = Math.max(1, Math.floor(chunkBytes / (rowBytes * unit))) * unit;
  for (let first = 0; first < rows; first += chunkRows) {
    const count = Math.min(chunkRows, rows - first);
    const bytes = await withFile(tensor.file, (handle, { path }) =>
      readRange(handle, path, tensor.offset + first * rowBytes, count * rowBytes),
    );
    yield { first, rows: count, bytes: headDim === 1 ? bytes : reordered(bytes, count, headDim) };
  }
}

function reordered(bytes: Uint8Array, rows: number, headDim: number): Uint8Array {
  const rowBytes = bytes.length / rows;
  const out = new Uint8Array(bytes.length);
  for (let row = 0; row < rows; row++) {
    const from = permutedRow(row, headDim) * rowBytes;
    out.set(bytes.subarray(from, from + rowBytes), row * rowBytes);
  }
  return out;
}
