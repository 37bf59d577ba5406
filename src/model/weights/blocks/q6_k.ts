import { readHalf } from "../half.ts";
import type { BlockFormat } from "./format.ts";

/**
 * 256 weights in 16 groups of 16: 128 bytes of low nibbles, 64 of high bit pairs, 16 signed scales, d (f16).
 * Each half of 128 weights takes 64 bytes of nibbles (its four runs of 32: low, low, high, high) and 32 of pairs
 * (run r in bits 2r and 2r + 1). w = d * scale * (6 bits - 32).
 */
export const q6_k: BlockFormat = {
  values: 256,
  bytes: 210,
  group: 16,
  offsets: false,
  bits: 8,
  unpack(bytes, at, q, scales) {
    const d = readHalf(bytes, at + 208);
    for (let group = 0; group < 16; group++) scales[group] = d * ((bytes[at + 192 + group]! << 24) >> 24);
    for (let half = 0; half < 2; half++) {
      for (let i = 0; i < 32; i++) {
        const first = bytes[at + 64 * half + i]!;
        const second = bytes[at + 64 * half + 32 + i]!;
        const high = bytes[at + 128 + 32 * half + i]!;
        const to = 128 * half + i;
        q[to] = ((first & 15) | ((high & 3) << 4)) - 32;
        q[to + 32] = ((second & 15) | ((high & 12) << 2)) - 32;
        q[to + 64] = ((first >> 4) | (high & 48)) - 32;
        q[to + 96] = ((second >> 4) | ((high & 192) >> 2)) - 32;
      }
    }
  },
};
