import { readHalf } from "../half.ts";
import type { BlockFormat } from "./format.ts";

/** 32 weights: d, m (f16), then nibbles, values 0..15 in the low ones. w = d * nibble + m. */
export const q4_1: BlockFormat = {
  values: 32,
  bytes: 20,
  group: 32,
  offsets: true,
  bits: 4,
  unpack(bytes, at, q, scales, offsets) {
    const d = readHalf(bytes, at);
    scales[0] = d;
    offsets[0] = readHalf(bytes, at + 2) + 8 * d;
    for (let i = 0; i < 16; i++) {
      const pair = bytes[at + 4 + i]!;
      q[i] = (pair & 15) - 8;
      q[i + 16] = (pair >> 4) - 8;
    }
  },
};
