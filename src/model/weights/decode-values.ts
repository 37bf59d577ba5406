import { decodeBlocks } from "./blocks/decode.ts";
import { blockFormats } from "./blocks/registry.ts";
import { widenHalves } from "./half.ts";
import type { BlockEncoding, FloatEncoding } from "./types.ts";

/** The `count` values that encoded bytes stand for, as f32; exact. */
export function decodeValues(encoding: FloatEncoding | BlockEncoding, bytes: Uint8Array, count: number): Float32Array {
  const values = new Float32Array(count);
  if (encoding === "f32") new Uint8Array(values.buffer).set(bytes);
  else if (encoding === "f16" || encoding === "bf16") widenHalves(encoding, bytes, values);
  else decodeBlocks(blockFormats[encoding], bytes, values);
  return values;
}
