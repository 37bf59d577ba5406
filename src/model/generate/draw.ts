import type { RandomStream } from "../../base/random.ts";
import type { Sampling } from "./sampling.ts";

/** The index of the largest entry, the first among equals. */
export function argmax(row: Float32Array): number {
  let best = 0;
  for (let i = 1; i < row.length; i++) if (row[i]! > row[best]!) best = i;
  return best;
}

/**
 * Draws a token from probabilities that already carry the temperature (they sum to 1 but for rounding). One number of the stream is
 * used, whatever the filters.
 * @param row probabilities [vocab]
 */
export function draw(row: Float32Array, sampling: Sampling, stream: RandomStream): number {
  if (keepsAll(sampling)) return drawFromAll(row, stream);
  const kept = keptTokens(row, sampling);
  let left = stream.uniform() * sumOf(row, kept);
  for (const id of kept) {
    left -= row[id]!;
    if (left < 0) return id;
  }
  return kept[kept.length - 1]!;
}

const keepsAll = ({ topK, topP, minP }: Sampling): boolean => topK === 0 && topP === 1 && minP === 0;

/** The ids that top-k, top-p and min-p leave, at least one, most probable first, the lower id first among equals. */
export function keptTokens(row: Float32Array, { topK, topP, minP }: Sampling): Int32Array {
  let kept: Int32Array;
  if (topK > 0) {
    kept = descending(row, floorOfTopK(row, topK)).subarray(0, topK);
    kept = head(row, kept, topP * sumOf(row, kept));
  } else kept = topP < 1 ? nucleus(row, topP) : descending(row, minP * row[argmax(row)]!);
  const floor = minP * row[kept[0]!]!;
  let count = kept.length;
  while (count > 1 && (row[kept[count - 1]!]! < floor || row[kept[count - 1]!] === 0)) count--;
  return kept.subarray(0, count);
}

function drawFromAll(row: Float32Array, stream: RandomStream): number {
  let total = 0;
  for (let i = 0; i < row.length; i++) total += row[i]!;
  let left = stream.uniform() * total;
  let last = 0;
  for (let i = 0; i < row.length; i++) {
    if (row[i] === 0) continue;
    last = i;
    left -= row[i]!;
    if (left < 0) return i;
  }
  return last;
}

/** Ids with at least probability `floor`, most probable first, lower id first among equals. */
function descending(row: Float32Array, floor: number): Int32Array {
  let n = 0;
  for (let i = 0; i < row.length; i++) if (row[i]! >= floor) n++;
  const ids = new Int32Array(n);
  n = 0;
  for (let i = 0; i < row.length; i++) if (row[i]! >= floor) ids[n++] = i;
  return ids.sort((a, b) => row[b]! - row[a]! || a - b);
}

/**
 * The smallest set of most probable tokens whose sum reaches topP. Sorting the whole vocabulary would cost more than the
 * model, so a floor is lowered until enough probability lies above it; the set is inside.
 */
function nucleus(row: Float32Array, topP: number): Int32Array {
  for (let floor = 1 / 64; ; floor /= 8) {
    let above = 0;
    for (let i = 0; i < row.length; i++) if (row[i]! >= floor) above += row[i]!;
    if (above >= topP || floor < 1e-12) return head(row, descending(row, floor), topP);
  }
}

const sumOf = (row: Float32Array, ids: Int32Array): number => ids.reduce((sum, id) => sum + row[id]!, 0);

/** The shortest head of `ids` whose probabilities sum to at least `mass`. */
function head(row: Float32Array, ids: Int32Array, mass: number): Int32Array {
  let sum = 0;
  for (let i = 0; i < ids.length; i++) {
    sum += row[ids[i]!]!;
    if (sum >= mass) return ids.subarray(0, i + 1);
  }
  return ids;
}

/** A floor that at least k entries reach, found without sorting. */
function floorOfTopK(row: Float32Array, k: number): number {
  for (let floor = 1 / 64; floor > 1e-12; floor /= 8) {
    let n = 0;
    for (let i = 0; i < row.length; i++) if (row[i]! >= floor) n++;
    if (n >= k) return floor;
  }
  return 0;
}
