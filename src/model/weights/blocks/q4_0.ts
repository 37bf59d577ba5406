import { readHalf } from "../half.ts";
import type { BlockFormat } from "./format.ts";

/** 32 weights: d (f16), then nibbles, values 0..15 in the low ones. w = d * (nibble - 8). */
export const q4_0: BlockFormat = {
  values: 32,
  bytes: 18,
  group: 32,
  offsets: false,
  bits: 4,
  unpack(bytes, at, q, scales) {
    scales[0] = readHalf(bytes, at);
    for (let i = 0; i < 16; i++) {
      const pair = bytes[at + 2 + i]!;
      q[i] = (pair & 15) - 8;
      q[i + 16] = (pair >> 4) - 8;
    }
  },
};
