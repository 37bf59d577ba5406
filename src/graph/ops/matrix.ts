import type { ExternalTensor, Value } from "../value.ts";

/**
 * A frozen matrix [out, in] in a form ONNX Runtime can run.
 * - `float`: as it is.
 * - `nbits`: w[o, i] = scales[o, b] * (q[o, i] - 2^(bits-1)) + (offsets?.[o, b] ?? 0), b = floor(i / blockSize). Quants u8: 8 bit
 *   one a byte, 4 bit two a byte, the even column in the low nibble; scales and offsets f32 [out, in / blockSize].
 * - `nf4`: bitsandbytes' NF4, blocks of 64 along the flattened matrix; quants u8 [out * in / 2], the even entry in the HIGH nibble;
 *   absmax f32 [out * in / 64].
 */
export type MatrixWeight =
  | { kind: "float"; out: number; in: number; values: ExternalTensor }
  | {
      kind: "nbits";
      out: number;
      in: number;
      bits: 4 | 8;
      blockSize: number;
      quants: ExternalTensor;
      scales: ExternalTensor;
      offsets?: ExternalTensor;
    }
  | { kind: "nf4"; out: number; in: number; quants: ExternalTensor; absmax: ExternalTensor };

/** A matrix [out, in] that is itself trained: an f32 value of the graph. */
export interface TrainedMatrix {
  kind: "trained";
  out: number;
  in: number;
  value: Value;
}

/** A matrix of a product, frozen or trained. */
export type Matrix = MatrixWeight | TrainedMatrix;

/** A matrix of 4- or 8-bit blocks. */
export type NBits = Extract<MatrixWeight, { kind: "nbits" }>;
/** A matrix of NF4 blocks. */
export type NF4 = Extract<MatrixWeight, { kind: "nf4" }>;

/** How exactly 4- and 8-bit products are computed: `int8` rounds activations to 8 bits a block (fast), `f32` does not. */
export type Accuracy = "int8" | "f32";

/**
 * How 4- and 8-bit products are computed: by a kernel of theirs, or, `unpacked`, from the matrix dequantised to f32 each time: for graphs
 * of hundreds of rows, where that costs little beside the product and saves the kernel's own copy of the weights.
 */
export type ProductKind = Accuracy | "unpacked";
