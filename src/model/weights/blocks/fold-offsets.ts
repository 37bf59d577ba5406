import type { BlockFormat } from "./format.ts";

/** Blocks of 8-bit quants that are symmetric: w = scales[group] * (quants[i] - 128). */
export interface FoldedBlocks {
  /** [values]. */
  quants: Uint8Array;
  /** [values / group]. */
  scales: Float32Array;
}

/**
 * Takes `count` blocks with offsets apart into 8-bit quants that hold the offset too: with integers a and b,
 * scale * q + offset = (scale / a) * (a * q + b) where b / a is the fraction nearest to offset / scale of all whose quants fit in
 * 8 bits. Steps between weights stay exact; a block's weights all move by |offset - scale * b / a|, at 4 bits some hundredth of a step.
 */
export function foldOffsets(format: BlockFormat, bytes: Uint8Array, count: number): FoldedBlocks {
  const { group } = format;
  const groups = format.values / group;
  const q = new Int8Array(format.values);
  const [blockScales, blockOffsets] = [new Float64Array(groups), new Float64Array(groups)];
  const quants = new Uint8Array(count * format.values);
  const scales = new Float32Array(count * groups);
  for (let block = 0; block < count; block++) {
    format.unpack(bytes, block * format.bytes, q, blockScales, blockOffsets);
    for (let part = 0; part < groups; part++) {
      const to = block * format.values + part * group;
      scales[block * groups + part] = foldGroup(
        q.subarray(part * group, (part + 1) * group),
        blockScales[part]!,
        blockOffsets[part]!,
        quants.subarray(to, to + group),
      );
    }
  }
  return { quants, scales };
}

/** Writes the quants of one group, offset included; gives their scale. */
function foldGroup(q: Int8Array, scale: number, offset: number, quants: Uint8Array): number {
  let [low, high] = [127, -128];
  for (let i = 0; i < q.length; i++) {
    if (q[i]! < low) low = q[i]!;
    if (q[i]! > high) high = q[i]!;
  }
  const { a, b } = scale === 0 || low === high ? nothing : nearestFraction(offset / scale, low, high);
  if (a > 0) {
    for (let i = 0; i < q.length; i++) quants[i] = a * q[i]! + b + 128;
    return scale / a;
  }
  // A constant group, or one whose offset is so large beside its steps that no such integers fit: rounded to 8 bits.
  const largest = Math.max(Math.abs(scale * low + offset), Math.abs(scale * high + offset));
  const step = largest / 127 || 1;
  for (let i = 0; i < q.length; i++) quants[i] = Math.round((scale * q[i]! + offset) / step) + 128;
  return largest / 127;
}

const nothing = { a: 0, b: 0 };

/** Integers a > 0 and b, b / a nearest to `ratio`, with a * low + b and a * high + b in -128..127; a = 0 where there are none. */
function nearestFraction(ratio: number, low: number, high: number): { a: number; b: number } {
  let best = nothing;
  let nearest = Number.POSITIVE_INFINITY;
  for (let a = 1; a * (high - low) <= 255; a++) {
    const b = Math.round(a * ratio);
    if (a * low + b < -128 || a * high + b > 127) continue;
    const distance = Math.abs(ratio - b / a);
    if (distance < nearest) [best, nearest] = [{ a, b }, distance];
  }
  return best;
}
