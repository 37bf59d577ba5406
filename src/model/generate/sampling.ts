import { usage } from "../../base/errors.ts";
import type { RandomStream } from "../../base/random.ts";

/** How the next token is chosen. Filters act in Hugging Face's order: temperature, top-k, top-p, min-p. */
export interface Sampling {
  /** 0 takes the most probable token (the lowest id among equals). */
  temperature: number;
  /** Keep the k most probable; 0 keeps all. */
  topK: number;
  /** Keep the smallest set of most probable tokens whose sum reaches this; 1 keeps all. */
  topP: number;
  /** Drop tokens less probable than this share of the most probable; 0 keeps all. */
  minP: number;
  /** Divides positive and multiplies negative logits of tokens already in the sequence (CTRL, eq. 1); 1 does nothing. */
  repetitionPenalty: number;
}

/** Throws "usage" for a value outside what is legal. */
export function checkSampling(s: Sampling): void {
  const rules: [keyof Sampling, boolean, string][] = [
    [
      "temperature",
      s.temperature === 0 || (s.temperature >= 0.001 && s.temperature <= 100),
      "0 (greedy) or from 0.001 to 100",
    ],
    ["topK", Number.isInteger(s.topK) && s.topK >= 0, "a whole number, 0 for all"],
    ["topP", s.topP > 0 && s.topP <= 1, "above 0 and at most 1"],
    ["minP", s.minP >= 0 && s.minP < 1, "from 0 and below 1"],
    ["repetitionPenalty", s.repetitionPenalty > 0 && s.repetitionPenalty <= 100, "above 0; 1 does nothing"],
  ];
  for (const [name, legal, range] of rules) if (!legal) throw usage(`${name} is ${s[name]}; it must be ${range}`);
}

/** The index of the largest entry, the first among equals. */
export function argmax(row: Float32Array): number {
  let best = 0;
  for (let i = 1; i < row.length; i++) if (row[i]! > row[best]!) best = i;
  return best;
}

/**
 * Draws a token from probabilities that already carry the temperature (they sum to 1 but for rounding).
 * @param row probabilities [vocab]
 */
export function draw(row: Float32Array, { topK, topP, minP }: Sampling, stream: RandomStream): number {
  if (topK === 0 && topP === 1 && minP === 0) return drawFromAll(row, stream);
  let kept: Int32Array;
  if (topK > 0) {
    kept = descending(row, floorOfTopK(row, topK)).subarray(0, topK);
    kept = head(row, kept, topP * sumOf(row, kept));
  } else kept = topP < 1 ? nucleus(row, topP) : descending(row, minP * row[argmax(row)]!);
  const floor = minP * row[kept[0]!]!;
  let count = kept.length;
  while (count > 1 && (row[kept[count - 1]!]! < floor || row[kept[count - 1]!] === 0)) count--;
  let total = 0;
  for (let i = 0; i < count; i++) total += row[kept[i]!]!;
  let left = stream.uniform() * total;
  for (let i = 0; i < count; i++) {
    left -= row[kept[i]!]!;
    if (left < 0) return kept[i]!;
  }
  return kept[count - 1]!;
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
