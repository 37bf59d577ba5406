import { decodeValues } from "./decode-values.ts";
import { matrixShape, readRows, type TensorRange } from "./rows.ts";

/** A whole tensor as f32, row-major, in Hugging Face's order. For small tensors and tests: nothing is streamed. */
export async function readTensor(tensor: TensorRange): Promise<Float32Array> {
  const { rows, columns } = matrixShape(tensor);
  const values = new Float32Array(rows * columns);
  for await (const chunk of readRows(tensor)) {
    values.set(decodeValues(tensor.encoding, chunk.bytes, chunk.rows * columns), chunk.first * columns);
  }
  return values;
}
