import type { BlockFormat } from "./format.ts";

/**
 * Decodes whole blocks to f32 values, equal to GGML's own bit for bit. `values.length` says how many: a multiple of the
 * format's block.
 */
export function decodeBlocks(format: BlockFormat, bytes: Uint8Array, values: Float32Array): void {
  const q = new Int8Array(format.values);
  const groups = format.values / format.group;
  const scales = new Float64Array(groups);
  const offsets = new Float64Array(groups);
  for (let at = 0, to = 0; to < values.length; at += format.bytes) {
    format.unpack(bytes, at, q, scales, offsets);
    for (let group = 0, i = 0; group < groups; group++) {
      const scale = scales[group]!;
      const end = i + format.group;
      if (format.offsets) {
        const offset = offsets[group]!;
        while (i < end) values[to++] = scale * q[i++]! + offset;
      } else {
        while (i < end) values[to++] = scale * q[i++]!; // no "+ 0": it would turn -0 into 0
      }
    }
  }
}
