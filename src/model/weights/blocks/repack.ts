import type { BlockFormat } from "./format.ts";

/** Blocks in the `nbits` form of `types.ts`, before the offsets are transposed. */
export interface RepackedBlocks {
  /** [values * bits / 8]: q + 2^(bits-1), at 4 bits two a byte, the even one in the low nibble. */
  quants: Uint8Array;
  /** [values / group]. */
  scales: Float32Array;
  /** [values / group], where the format has offsets. */
  offsets?: Float32Array;
}

/** Takes `count` blocks apart into quants, scales and offsets: the same weights, nothing requantised. */
export function repackBlocks(format: BlockFormat, bytes: Uint8Array, count: number): RepackedBlocks {
  const groups = format.values / format.group;
  const hasOffsets = format.offsets;
  const q = new Int8Array(format.values);
  const blockScales = new Float64Array(groups);
  const blockOffsets = new Float64Array(groups);
  const quants = new Uint8Array((count * format.values * format.bits) / 8);
  const scales = new Float32Array(count * groups);
  const offsets = new Float32Array(hasOffsets ? count * groups : 0);
  for (let block = 0, to = 0; block < count; block++) {
    format.unpack(bytes, block * format.bytes, q, blockScales, blockOffsets);
    // Copied one by one: a call of `set` for so few costs more than the rest of the block.
    for (let group = 0; group < groups; group++) {
      scales[block * groups + group] = blockScales[group]!;
      if (hasOffsets) offsets[block * groups + group] = blockOffsets[group]!;
    }
    if (format.bits === 4) {
      for (let i = 0; i < q.length; i += 2) quants[to++] = (q[i]! + 8) | ((q[i + 1]! + 8) << 4);
    } else {
      for (let i = 0; i < q.length; i++) quants[to++] = q[i]! + 128;
    }
  }
  return hasOffsets ? { quants, scales, offsets } : { quants, scales };
}
