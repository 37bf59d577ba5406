import { readHalf } from "../half.ts";
import type { BlockFormat } from "./format.ts";

/** 32 weights: d (f16), 32 fifth bits, then nibbles, values 0..15 in the low ones. w = d * (5 bits - 16). */
export const q5_0: BlockFormat = {
  values: 32,
  bytes: 22,
  group: 32,
  offsets: false,
  bits: 8,
  unpack(bytes, at, q, scales) {
    scales[0] = readHalf(bytes, at);
    unpackFiveBits(bytes, at + 2, q);
  },
};

/** Five-bit values less 16: four bytes of high bits at `at`, then 16 of nibbles. */
export function unpackFiveBits(bytes: Uint8Array, at: number, q: Int8Array): void {
  for (let i = 0; i < 16; i++) {
    const pair = bytes[at + 4 + i]!;
    const bit = i & 7;
    q[i] = ((pair & 15) | (((bytes[at + (i >> 3)]! >> bit) & 1) << 4)) - 16;
    q[i + 16] = ((pair >> 4) | (((bytes[at + 2 + (i >> 3)]! >> bit) & 1) << 4)) - 16;
  }
}
