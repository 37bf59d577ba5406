import { readHalf } from "../half.ts";
import type { BlockFormat } from "./format.ts";

/**
 * 256 weights in 8 groups of 32: d, dmin (f16), 8 scales and 8 minima of six bits in 12 bytes, then nibbles: each run
 * of 32 bytes holds a group in its low and the next in its high ones. w = d * scale * nibble - dmin * minimum.
 */
export const q4_k: BlockFormat = {
  values: 256,
  bytes: 144,
  group: 32,
  offsets: true,
  bits: 4,
  unpack(bytes, at, q, scales, offsets) {
    unpackScales(bytes, at, 8, scales, offsets);
    for (let pair = 0; pair < 4; pair++) {
      for (let i = 0; i < 32; i++) {
        const nibbles = bytes[at + 16 + 32 * pair + i]!;
        q[64 * pair + i] = (nibbles & 15) - 8;
        q[64 * pair + 32 + i] = (nibbles >> 4) - 8;
      }
    }
  },
};

/** The 8 scales and offsets of a K block whose quants are stored less `centre`: d * scale, and centre * d * scale - dmin * minimum. */
export function unpackScales(
  bytes: Uint8Array,
  at: number,
  centre: number,
  scales: Float64Array,
  offsets: Float64Array,
): void {
  const d = readHalf(bytes, at);
  const dmin = readHalf(bytes, at + 2);
  const table = at + 4;
  for (let group = 0; group < 8; group++) {
    const low = group & 3;
    const first = bytes[table + low]!;
    const second = bytes[table + 4 + low]!;
    const third = bytes[table + 8 + low]!;
    const scale = d * (group < 4 ? first & 63 : (third & 15) | ((first >> 2) & 48));
    scales[group] = scale;
    offsets[group] = centre * scale - dmin * (group < 4 ? second & 63 : (third >> 4) | ((second >> 2) & 48));
  }
}
