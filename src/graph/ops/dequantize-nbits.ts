import type { Emitter } from "../emitter.ts";
import type { Graph } from "../graph.ts";
import { defineOp } from "../op.ts";
import type { Value } from "../value.ts";
import type { NBits } from "./matrix.ts";

/** w [out, in] in f32 from 4- or 8-bit blocks without offsets. Constant: nothing flows back. */
const dequantizeNBitsOp = defineOp<{ weight: NBits }>({
  name: "dequantize_nbits",
  shape: (_, { weight }) => [{ dtype: "f32", shape: [weight.out, weight.in] }],
  emit: (e, { inputs: [quants, scales, after], outputs: [y], attributes: { weight } }) => {
    emitDequantized(e, quants!, scales!, after!, weight, y!.name);
  },
});

/** The nodes that dequantise blocks to f32 [out, in] once `after` is there; gives the name of the result. */
export function emitDequantized(
  e: Emitter,
  quants: Value,
  scales: Value,
  after: Value,
  weight: NBits,
  output?: string,
) {
  const { bits, blockSize, out } = weight;
  const blocks = weight.in / blockSize;
  const zero = e.constant(Uint8Array.of(bits === 4 ? 0x88 : 0x80), [], "u8");
  const zeros =
    bits === 8
      ? e.node("Expand", [zero, e.ints([out, blocks])])
      : e.constant(new Uint8Array(Math.ceil((out * blocks) / 2)).fill(0x88), [out, blocks], "u4");
  return e.node("DequantizeLinear", [quants.name, e.late(scales.name, [out, blocks], after.name), zeros], {
    outputs: output === undefined ? undefined : [output],
    attributes: { axis: { int: 1 }, block_size: { int: blockSize } },
  });
}

/** A matrix of 4- or 8-bit blocks in f32, but for its offsets; once `after` is there. */
export function dequantizeBlocks(weight: NBits, after: Value): Value {
  const graph = after.graph;
  const inputs = [flatQuants(graph, weight), graph.weight(weight.scales), after];
  return graph.apply(dequantizeNBitsOp, inputs, { weight })[0]!;
}

/** The same bytes under another name and type: MatMulNBits wants blocks of u8, DequantizeLinear a matrix of u4 or u8. */
export function flatQuants(graph: Graph, { quants, bits, out, in: width }: NBits): Value {
  return graph.weight({
    ...quants,
    name: `${quants.name}.flat`,
    dtype: bits === 4 ? "u4" : "u8",
    shape: [out, width],
  });
}
