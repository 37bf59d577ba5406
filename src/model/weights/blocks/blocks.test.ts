import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { normals, randomStream } from "../../../base/random.ts";
import { blockSizeOf } from "../../gguf/tensor-types.ts";
import { encodeValues } from "../../testing/encode-blocks.ts";
import { type BlockEncoding, blockEncodings } from "../types.ts";
import { decodeBlocks } from "./decode.ts";
import { blockFormats } from "./registry.ts";
import { repackBlocks } from "./repack.ts";

/** oracles/weights_blocks.py: gguf.quants.dequantize of random blocks. */
const golden: Record<BlockEncoding, { blocks: string; values: string }> = JSON.parse(
  readFileSync(new URL("../../../../oracles/golden/weights_blocks.json", import.meta.url), "utf8"),
);

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, "base64"));

describe.each(blockEncodings)("%s", (encoding) => {
  const format = blockFormats[encoding];
  const bytes = bytesOf(golden[encoding].blocks);
  const expected = bytesOf(golden[encoding].values);
  const count = bytes.length / format.bytes;

  it("has the block size that the reader counts with", () => {
    expect({ values: format.values, bytes: format.bytes }).toEqual(blockSizeOf(encoding));
  });

  it("decodes to GGML's values bit for bit", () => {
    const values = new Float32Array(count * format.values);
    decodeBlocks(format, bytes, values);
    expect(Buffer.from(values.buffer).equals(Buffer.from(expected))).toBe(true);
  });

  it("is the same matrix in the nbits form, to 1e-6 of each block's largest weight", () => {
    const values = new Float32Array(expected.buffer);
    const { quants, scales, offsets } = repackBlocks(format, bytes, count);
    expect(quants.length).toBe((values.length * format.bits) / 8);
    const centre = 2 ** (format.bits - 1);
    for (let start = 0; start < values.length; start += format.values) {
      const block = values.subarray(start, start + format.values);
      const largest = block.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);
      for (let i = start; i < start + format.values; i++) {
        const stored = format.bits === 8 ? quants[i]! : (quants[i >> 1]! >> (4 * (i & 1))) & 15;
        const group = Math.floor(i / format.group);
        const weight = scales[group]! * (stored - centre) + (offsets?.[group] ?? 0);
        expect(Math.abs(weight - values[i]!)).toBeLessThanOrEqual(1e-6 * largest);
      }
    }
  });

  it("is what the tests' encoder writes", () => {
    const values = Float32Array.from(normals(1024, randomStream(1, encoding)));
    const decoded = new Float32Array(values.length);
    decodeBlocks(format, encodeValues(encoding, values), decoded);
    const step = { 8: 0.02, 6: 0.08, 5: 0.2, 4: 0.4 }[Number(encoding[1])]!;
    for (const [i, value] of values.entries()) expect(Math.abs(decoded[i]! - value)).toBeLessThan(step);
  });
});
