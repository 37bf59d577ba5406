import type { Graph } from "../graph.ts";
import { defineOp } from "../op.ts";
import { shaped, type Value } from "../value.ts";
import { add } from "./add.ts";
import { concat } from "./concat.ts";
import { dequantizeBlocks } from "./dequantize-nbits.ts";
import { gemm } from "./gemm.ts";
import { matmul } from "./matmul.ts";
import type { Accuracy, NBits } from "./matrix.ts";
import { slice } from "./slice.ts";

interface NBitsProduct {
  weights: readonly NBits[];
  out: number;
  accuracy: Accuracy;
}

/** y = x @ w^T for symmetric block-quantised matrices stacked by rows. Gradient: dy @ w, w dequantised in the graph. */
const nbitsOp = defineOp<NBitsProduct>({
  name: "matmul_nbits",
  shape: ([x], { out }) => [shaped(x!, [...x!.shape.slice(0, -1), out])],
  emit: (e, { inputs: [x, quants, scales], outputs: [y], attributes: { weights, out, accuracy } }) => {
    const { in: width, bits, blockSize } = weights[0]!;
    e.node("MatMulNBits", [x!.name, quants!.name, scales!.name], {
      domain: "com.microsoft",
      outputs: [y!.name],
      attributes: {
        K: { int: width },
        N: { int: out },
        bits: { int: bits },
        block_size: { int: blockSize },
        accuracy_level: { int: accuracy === "int8" ? 4 : 0 },
      },
    });
  },
  gradient: ({ grads: [dy], attributes: { weights } }) => {
    let start = 0;
    const parts = weights.map((weight) => {
      const own = weights.length === 1 ? dy! : slice(dy!, 1, start, start + weight.out);
      start += weight.out;
      return matmul(own, dequantizeBlocks(weight, own));
    });
    return [parts.reduce(add), undefined, undefined];
  },
});

/** x @ w^T for matrices of 4- or 8-bit blocks that are alike, stacked by rows. */
export function nbitsProduct(x: Value, weights: readonly NBits[], accuracy: Accuracy): Value {
  const graph = x.graph;
  const { bits, blockSize, in: width } = weights[0]!;
  const blocks = width / blockSize;
  const packed = (w: NBits) => graph.weight({ ...w.quants, shape: [w.out, blocks, (blockSize * bits) / 8] });
  const quants = concat(weights.map(packed), 0);
  const scales = concat(
    weights.map((w) => graph.weight({ ...w.scales, shape: [w.out, blocks] })),
    0,
  );
  const out = weights.reduce((sum, w) => sum + w.out, 0);
  const y = graph.apply(nbitsOp, [x, quants, scales], { weights, out, accuracy })[0]!;
  if (!weights[0]!.offsets) return y;
  const offsets = concat(
    weights.map((w) => graph.weight(w.offsets!)),
    0,
  );
  return plusOffsets(y, x, offsets, weights[0]!);
}

/** y + the blocks' sums of x times the blocks' offsets [out, blocks]. */
export const plusOffsets = (y: Value, x: Value, offsets: Value, { in: width, blockSize }: NBits): Value =>
  gemm(y, matmul(x, blockSum(y.graph, width, blockSize)), offsets, { transB: true });

/** [in, blocks] of ones where the column is in the block: x times it sums each block, in one small product. */
function blockSum(graph: Graph, width: number, blockSize: number): Value {
  const blocks = width / blockSize;
  const ones = new Float32Array(width * blocks);
  for (let i = 0; i < width; i++) ones[i * blocks + Math.floor(i / blockSize)] = 1;
  return graph.constant(ones, [width, blocks], "f32");
}
