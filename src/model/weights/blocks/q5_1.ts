import { readHalf } from "../half.ts";
import type { BlockFormat } from "./format.ts";
import { unpackFiveBits } from "./q5_0.ts";

/** 32 weights: d, m (f16), then five-bit values as in Q5_0. w = d * value + m. */
export const q5_1: BlockFormat = {
  values: 32,
  bytes: 24,
  group: 32,
  offsets: true,
  bits: 8,
  unpack(bytes, at, q, scales, offsets) {
    const d = readHalf(bytes, at);
    scales[0] = d;
    offsets[0] = readHalf(bytes, at + 2) + 16 * d;
    unpackFiveBits(bytes, at + 4, q);
  },
};
