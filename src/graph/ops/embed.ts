import { defineOp } from "../op.ts";
import type { Value } from "../value.ts";
import { cast } from "./cast.ts";
import { gatherRows } from "./gather-rows.ts";
import type { Matrix, MatrixWeight } from "./matrix.ts";

type NBits = Extract<MatrixWeight, { kind: "nbits" }>;

/** Rows of a block-quantised matrix, dequantised after the lookup. The matrix is frozen: nothing flows back. */
const op = defineOp<{ weight: NBits }>({
  name: "embed_nbits",
  shape: ([ids], { weight }) => [{ dtype: "f32", shape: [...ids!.shape, weight.in] }],
  emit: (e, { inputs: [ids, quants, scales, offsets], outputs: [y], attributes: { weight } }) => {
    const { bits, blockSize } = weight;
    const blocks = weight.in / blockSize;
    const gather = (table: string) => e.node("Gather", [table, ids!.name], { attributes: { axis: { int: 0 } } });
    const rows = gather(quants!.name);
    let codes = rows;
    if (bits === 4) {
      const low = e.node("BitwiseAnd", [rows, e.constant(Uint8Array.of(15), [], "u8")]);
      const right = { direction: { string: "RIGHT" } };
      const high = e.node("BitShift", [rows, e.constant(Uint8Array.of(4), [], "u8")], { attributes: right });
      const pair = [low, high].map((half) => e.node("Unsqueeze", [half, e.ints([-1])]));
      codes = e.node("Concat", pair, { attributes: { axis: { int: -1 } } });
    }
    const centre = e.constant(Float32Array.of(2 ** (bits - 1)), [], "f32");
    const centred = e.node("Sub", [e.cast(codes, "f32"), centre]);
    const byBlock = e.node("Reshape", [centred, e.ints([-1, blocks, blockSize])]);
    const column = (table: Value) => e.node("Reshape", [gather(table.name), e.ints([-1, blocks, 1])]);
    let values = e.node("Mul", [byBlock, column(scales!)]);
    if (offsets) values = e.node("Add", [values, column(offsets)]);
    e.node("Reshape", [values, e.ints([-1, weight.in])], { outputs: [y!.name] });
  },
});

/** Embeddings [tokens, d_model] of ids i64 [tokens] from a matrix [vocab, d_model]. */
export function embed(ids: Value, weight: Matrix): Value {
  const graph = ids.graph;
  if (weight.kind === "nf4") throw new Error("embed: an embedding matrix is never NF4");
  if (weight.kind === "trained") return gatherRows(weight.value, ids);
  if (weight.kind === "float") return cast(gatherRows(graph.weight(weight.values), ids), "f32");
  const { quants, scales, offsets, bits, blockSize } = weight;
  const flat = { ...quants, name: `${quants.name}.rows`, shape: [weight.out, (weight.in * bits) / 8] };
  const tables = [graph.weight(flat), graph.weight({ ...scales, shape: [weight.out, weight.in / blockSize] })];
  if (offsets) tables.push(graph.weight(offsets));
  return graph.apply(op, [ids, ...tables], { weight })[0]!;
}
