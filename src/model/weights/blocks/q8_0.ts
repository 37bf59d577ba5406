import { readHalf } from "../half.ts";
import type { BlockFormat } from "./format.ts";

/** 32 weights: d (f16), then signed bytes. w = d * byte. */
export const q8_0: BlockFormat = {
  values: 32,
  bytes: 34,
  group: 32,
  offsets: false,
  bits: 8,
  unpack(bytes, at, q, scales) {
    scales[0] = readHalf(bytes, at);
    for (let i = 0; i < 32; i++) q[i] = bytes[at + 2 + i]!;
  },
};
