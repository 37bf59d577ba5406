/**
 * How one of GGML's block formats reads. A block holds `values` weights in `bytes` bytes, in groups of `group` weights
 * that share a scale and, if `offsets`, an offset: w = scale * q + offset, q centred on zero. The products and sums are
 * exact in f64, so that rounding the result once gives GGML's own f32 value, bit for bit.
 */
export interface BlockFormat {
  values: number;
  bytes: number;
  group: number;
  offsets: boolean;
  /** Bits that q needs in the `nbits` form: 4 if -8 <= q < 8, else 8. */
  bits: 4 | 8;
  /**
   * Unpacks the block at byte `at`: q [values], scales [values / group], offsets [values / group] (left alone without
   * `offsets`).
   */
  unpack(bytes: Uint8Array, at: number, q: Int8Array, scales: Float64Array, offsets: Float64Array): void;
}
