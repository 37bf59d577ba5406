import { defineOp } from "../op.ts";
import { shaped, type Value } from "../value.ts";
import { dequantizeBlocks, emitDequantized, flatQuants } from "./dequantize-nbits.ts";
import { matmul } from "./matmul.ts";
import { plusOffsets } from "./matmul-nbits.ts";
import type { NBits } from "./matrix.ts";

/**
 * y = x @ w^T for one symmetric block-quantised matrix, dequantised at each use. Gradient: dy @ w, dequantised again: otherwise every
 * matrix would be held in f32 from the forward pass to the backward one.
 */
const unpackedOp = defineOp<{ weight: NBits }>({
  name: "matmul_unpacked",
  shape: ([x], { weight }) => [shaped(x!, [...x!.shape.slice(0, -1), weight.out])],
  emit: (e, { inputs: [x, quants, scales], outputs: [y], attributes: { weight } }) => {
    e.node("FusedMatMul", [x!.name, emitDequantized(e, quants!, scales!, x!, weight)], {
      domain: "com.microsoft",
      outputs: [y!.name],
      attributes: { transA: { int: 0 }, transB: { int: 1 }, alpha: { float: 1 } },
    });
  },
  gradient: ({ grads: [dy], attributes: { weight } }) => [
    matmul(dy!, dequantizeBlocks(weight, dy!)),
    undefined,
    undefined,
  ],
});

/** x @ w^T for a matrix of 4- or 8-bit blocks that is dequantised each time. */
export function unpackedProduct(x: Value, weight: NBits): Value {
  const graph = x.graph;
  const y = graph.apply(unpackedOp, [x, flatQuants(graph, weight), graph.weight(weight.scales)], { weight })[0]!;
  if (!weight.offsets) return y;
  return plusOffsets(y, x, graph.weight(weight.offsets), weight);
}
