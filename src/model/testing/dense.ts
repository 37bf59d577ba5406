import { nf4Values } from "../../graph/ops/dequantize-nf4.ts";
import { decodeValues } from "../weights/decode-values.ts";
import { nf4Block } from "../weights/nf4.ts";
import { readRange, withFile } from "../weights/open-file.ts";
import type { ExternalTensor, MatrixWeight } from "../weights/types.ts";

/** The bytes of a mapped range. */
export const readExternal = ({ file, offset, bytes }: ExternalTensor): Promise<Uint8Array> =>
  withFile(file, (handle) => readRange(handle, file, offset, bytes));

/** The values of a mapped range of floats, as f32. */
export async function readFloats(tensor: ExternalTensor): Promise<Float32Array> {
  const { name, dtype, shape } = tensor;
  if (dtype !== "f32" && dtype !== "f16" && dtype !== "bf16") throw new Error(`${name} holds no floats`);
  const count = shape.reduce((product, axis) => product * axis, 1);
  return decodeValues(dtype, await readExternal(tensor), count);
}

/** The matrix [out, in] that a weight stands for, by the formulas of `weights/types.ts`. */
export async function denseOf(weight: MatrixWeight): Promise<Float32Array> {
  if (weight.kind === "float") return readFloats(weight.values);
  const count = weight.out * weight.in;
  const quants = await readExternal(weight.quants);
  if (weight.kind === "nf4") {
    const absmax = await readFloats(weight.absmax);
    return Float32Array.from({ length: count }, (_, i) => {
      const nibble = i % 2 === 0 ? quants[i >> 1]! >> 4 : quants[i >> 1]! & 15;
      return nf4Values[nibble]! * absmax[Math.floor(i / nf4Block)]!;
    });
  }
  const scales = await readFloats(weight.scales);
  const offsets = weight.offsets && (await readFloats(weight.offsets));
  return Float32Array.from({ length: count }, (_, i) => {
    const [row, column] = [Math.floor(i / weight.in), i % weight.in];
    const block = Math.floor(column / weight.blockSize);
    const q = weight.bits === 8 ? quants[i]! : (quants[i >> 1]! >> (4 * (i % 2))) & 15;
    const scale = scales[row * (weight.in / weight.blockSize) + block]!;
    return scale * (q - 2 ** (weight.bits - 1)) + (offsets?.[row * (weight.in / weight.blockSize) + block] ?? 0);
  });
}
