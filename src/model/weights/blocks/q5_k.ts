import type { BlockFormat } from "./format.ts";
import { unpackScales } from "./q4_k.ts";

/** 256 weights in 8 groups of 32: scales as in Q4_K, 32 bytes whose bit g is the fifth bit of group g, nibbles as in Q4_K. */
export const q5_k: BlockFormat = {
  values: 256,
  bytes: 176,
  group: 32,
  offsets: true,
  bits: 8,
  unpack(bytes, at, q, scales, offsets) {
    unpackScales(bytes, at, 16, scales, offsets);
    for (let pair = 0; pair < 4; pair++) {
      for (let i = 0; i < 32; i++) {
        const high = bytes[at + 16 + i]! >> (2 * pair);
        const nibbles = bytes[at + 48 + 32 * pair + i]!;
        q[64 * pair + i] = ((nibbles & 15) | ((high & 1) << 4)) - 16;
        q[64 * pair + 32 + i] = ((nibbles >> 4) | ((high & 2) << 3)) - 16;
      }
    }
  },
};
