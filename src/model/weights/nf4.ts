import { nf4Values } from "../../graph/ops/dequantize-nf4.ts";

/** Weights that share an absmax, along the flattened matrix. */
export const nf4Block = 64;

const bounds = midpoints(nf4Values);

/** The values halfway between neighbours of a sorted code, in f32. */
export function midpoints(code: Float32Array): Float32Array {
  return Float32Array.from({ length: code.length - 1 }, (_, i) => Math.fround(code[i]! + code[i + 1]!) / 2);
}

/** Index of the code nearest to `value`: how many midpoints lie below it (at a midpoint: the lower). */
export function nearest(value: number, between: Float32Array): number {
  let low = 0;
  let high = between.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (between[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Weights in NF4: the even entry of a pair in the high nibble; w = nf4Values[nibble] * absmax of its block. */
export interface Nf4 {
  /** [weights / 2], rounded up. */
  quants: Uint8Array;
  /** [weights / 64], rounded up. */
  absmax: Float32Array;
}

/**
 * Quantises weights to NF4, in f32 steps as bitsandbytes' CPU kernels take them: equal to its values bit for bit. To
 * quantise a matrix in parts, cut it at multiples of {@link nf4Block}.
 */
export function quantizeNf4(weights: Float32Array): Nf4 {
  const quants = new Uint8Array(Math.ceil(weights.length / 2));
  const absmax = new Float32Array(Math.ceil(weights.length / nf4Block));
  for (const [block] of absmax.entries()) {
    const start = block * nf4Block;
    const end = Math.min(start + nf4Block, weights.length);
    let peak = 0;
    for (let i = start; i < end; i++) peak = Math.max(peak, Math.abs(weights[i]!));
    absmax[block] = peak;
    const scale = Math.fround(1 / Math.max(peak, 1e-38));
    for (let i = start; i < end; i++) {
      const q = nearest(Math.fround(weights[i]! * scale), bounds);
      quants[i >> 1]! |= i % 2 === 0 ? q << 4 : q;
    }
  }
  return { quants, absmax };
}
