import { midpoints, nearest } from "./nf4.ts";

/** Absmax values that share a scale in the second quantisation. */
const block = 256;

/**
 * bitsandbytes' signed dynamic 8-bit code (Dettmers 2015, arXiv:1511.04561), sorted [256]: for each of seven decades
 * the midpoints of an even division of [0.1, 1], finer in larger decades, with both signs; 0 and 1.
 */
export const dynamicCode = makeDynamicCode();

function makeDynamicCode(): Float32Array {
  const values = [0, 1];
  for (let decade = 0; decade < 7; decade++) {
    const parts = 2 ** decade;
    const edges = evenly(0.1, 1, parts + 1);
    for (let i = 0; i < parts; i++) {
      const middle = Math.fround(edges[i]! + edges[i + 1]!) / 2;
      const value = Math.fround(Math.fround(10 ** (decade - 6)) * middle);
      values.push(value, -value);
    }
  }
  return Float32Array.from(values).sort();
}

/** torch.linspace in f32: counted from both ends, product and sum rounded once. */
function evenly(start: number, end: number, count: number): Float32Array {
  const [from, to] = [Math.fround(start), Math.fround(end)];
  const step = Math.fround(Math.fround(to - from) / (count - 1));
  const half = Math.floor(count / 2);
  return Float32Array.from({ length: count }, (_, i) => (i < half ? from + step * i : to - step * (count - 1 - i)));
}

const between = midpoints(dynamicCode);

/**
 * QLoRA's double quantisation, done and undone: the absmax values less their mean, in blocks of 256, each to the nearest
 * of {@link dynamicCode} times the block's own absmax. Gives the values that a reader gets back.
 */
export function doubleQuantized(absmax: Float32Array): Float32Array {
  const mean = Math.fround(absmax.reduce((sum, value) => sum + value, 0) / absmax.length);
  const centred = absmax.map((value) => value - mean);
  const out = new Float32Array(absmax.length);
  for (let start = 0; start < absmax.length; start += block) {
    const values = centred.subarray(start, start + block);
    const peak = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = Math.fround(1 / Math.max(peak, 1e-38));
    for (const [i, value] of values.entries()) {
      const code = dynamicCode[nearest(Math.fround(value * scale), between)]!;
      out[start + i] = Math.fround(code * peak) + mean;
    }
  }
  return out;
}
