import type { Emitter } from "../emitter.ts";
import type { Graph } from "../graph.ts";
import { defineOp } from "../op.ts";
import { type ExternalTensor, lastDim, shaped, type Value } from "../value.ts";
import { add } from "./add.ts";
import { cast } from "./cast.ts";
import { concat } from "./concat.ts";
import { gemm } from "./gemm.ts";
import { matmul } from "./matmul.ts";
import { slice } from "./slice.ts";

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

type NBits = Extract<MatrixWeight, { kind: "nbits" }>;
type NF4 = Extract<MatrixWeight, { kind: "nf4" }>;

/** How exactly 4- and 8-bit products are computed: `int8` rounds activations to 8 bits a block (fast), `f32` does not. */
export type Accuracy = "int8" | "f32";

/**
 * How 4- and 8-bit products are computed: by a kernel of theirs, or, `unpacked`, from the matrix dequantised to f32 each time: for graphs
 * of hundreds of rows, where that costs little beside the product and saves the kernel's own copy of the weights.
 */
export type ProductKind = Accuracy | "unpacked";

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
      return matmul(own, dequantizeSymmetric(own, weight));
    });
    return [parts.reduce(add), undefined, undefined];
  },
});

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
    matmul(dy!, dequantizeSymmetric(dy!, weight)),
    undefined,
    undefined,
  ],
});

/** y = x @ w^T for an NF4 w. Gradient: dy @ w, w looked up in the graph (the kernel's own transposed form is wrong on CPU). */
const nf4Op = defineOp<{ weight: NF4 }>({
  name: "matmul_nf4",
  shape: ([x], { weight }) => [shaped(x!, [...x!.shape.slice(0, -1), weight.out])],
  emit: (e, { inputs: [x, quants, absmax], outputs: [y], attributes: { weight } }) => {
    e.node("MatMulBnb4", [x!.name, quants!.name, absmax!.name], {
      domain: "com.microsoft",
      outputs: [y!.name],
      attributes: { K: { int: weight.in }, N: { int: weight.out }, block_size: { int: 64 }, quant_type: { int: 1 } },
    });
  },
  gradient: ({ grads: [dy], attributes: { weight } }) => [matmul(dy!, dequantize(weight, dy!)), undefined, undefined],
});

/** w [out, in] in f32 from 4- or 8-bit blocks without offsets. Constant: nothing flows back. */
const dequantizeNBitsOp = defineOp<{ weight: NBits }>({
  name: "dequantize_nbits",
  shape: (_, { weight }) => [{ dtype: "f32", shape: [weight.out, weight.in] }],
  emit: (e, { inputs: [quants, scales, after], outputs: [y], attributes: { weight } }) => {
    emitDequantized(e, quants!, scales!, after!, weight, y!.name);
  },
});

function emitDequantized(e: Emitter, quants: Value, scales: Value, after: Value, weight: NBits, output?: string) {
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

/** The 16 values of NF4 (QLoRA, appendix E), as bitsandbytes has them. */
export const nf4Values = Float32Array.of(
  -1.0,
  -0.6961928009986877,
  -0.5250730514526367,
  -0.39491748809814453,
  -0.28444138169288635,
  -0.18477343022823334,
  -0.09105003625154495,
  0.0,
  0.07958029955625534,
  0.16093020141124725,
  0.24611230194568634,
  0.33791524171829224,
  0.44070982933044434,
  0.5626170039176941,
  0.7229568362236023,
  1.0,
);

/** w [out, in] in f32 from NF4: each byte picks its pair of values, times its block's absmax. Constant. */
const dequantizeNF4Op = defineOp<{ weight: NF4 }>({
  name: "dequantize_nf4",
  shape: (_, { weight }) => [{ dtype: "f32", shape: [weight.out, weight.in] }],
  emit: (e, { inputs: [quants, absmax, after], outputs: [y], attributes: { weight } }) => {
    const pairs = new Float32Array(512);
    for (let byte = 0; byte < 256; byte++) {
      pairs[2 * byte] = nf4Values[byte >> 4]!;
      pairs[2 * byte + 1] = nf4Values[byte & 15]!;
    }
    const table = e.constant(pairs, [256, 2], "f32");
    const bytes = e.late(quants!.name, [(weight.out * weight.in) / 2], after!.name);
    const unit = e.node("Gather", [table, e.cast(bytes, "i32")], { attributes: { axis: { int: 0 } } });
    const blocks = e.node("Reshape", [unit, e.ints([-1, 64])]);
    const scaled = e.node("Mul", [blocks, e.node("Unsqueeze", [absmax!.name, e.ints([1])])]);
    e.node("Reshape", [scaled, e.ints([weight.out, weight.in])], { outputs: [y!.name] });
  },
});

/** x @ w^T for a frozen matrix w [out, in]; x [rows, in]. Only x receives a gradient. */
export function linear(x: Value, weight: Matrix, accuracy: ProductKind = "int8"): Value {
  return linearStack(x, [weight], accuracy);
}

/**
 * x @ w^T for matrices of one input stacked by rows: x [rows, in] -> [rows, sum of out]. One product where their blocks are
 * alike (ONNX Runtime joins the constants once, at load), else one each.
 */
export function linearStack(x: Value, weights: readonly Matrix[], accuracy: ProductKind = "int8"): Value {
  for (const weight of weights)
    if (lastDim(x) !== weight.in)
      throw new Error(`linear: [${x.shape}] times [${weight.out}, ${weight.in}] transposed`);
  const first = weights[0]!;
  const alike =
    first.kind === "nbits" &&
    weights.every(
      (w) =>
        w.kind === "nbits" && w.bits === first.bits && w.blockSize === first.blockSize && !w.offsets === !first.offsets,
    );
  if (alike && accuracy !== "unpacked") return nbitsProduct(x, weights as readonly NBits[], accuracy);
  return concat(
    weights.map((weight) => singleProduct(x, weight, accuracy)),
    1,
  );
}

function singleProduct(x: Value, weight: Matrix, accuracy: ProductKind): Value {
  const graph = x.graph;
  if (weight.kind === "trained") return matmul(x, weight.value, { transB: true });
  if (weight.kind === "float") return matmul(x, cast(graph.weight(weight.values), "f32"), { transB: true });
  if (weight.kind === "nbits")
    return accuracy === "unpacked" ? unpackedProduct(x, weight) : nbitsProduct(x, [weight], accuracy);
  return graph.apply(nf4Op, [x, graph.weight(weight.quants), graph.weight(weight.absmax)], { weight })[0]!;
}

function nbitsProduct(x: Value, weights: readonly NBits[], accuracy: Accuracy): Value {
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

function unpackedProduct(x: Value, weight: NBits): Value {
  const graph = x.graph;
  const y = graph.apply(unpackedOp, [x, flatQuants(graph, weight), graph.weight(weight.scales)], { weight })[0]!;
  if (!weight.offsets) return y;
  return plusOffsets(y, x, graph.weight(weight.offsets), weight);
}

/** y + the blocks' sums of x times the blocks' offsets [out, blocks]. */
const plusOffsets = (y: Value, x: Value, offsets: Value, { in: width, blockSize }: NBits): Value =>
  gemm(y, matmul(x, blockSum(y.graph, width, blockSize)), offsets, { transB: true });

/** [in, blocks] of ones where the column is in the block: x times it sums each block, in one small product. */
function blockSum(graph: Graph, width: number, blockSize: number): Value {
  const blocks = width / blockSize;
  const ones = new Float32Array(width * blocks);
  for (let i = 0; i < width; i++) ones[i * blocks + Math.floor(i / blockSize)] = 1;
  return graph.constant(ones, [width, blocks], "f32");
}

function dequantizeSymmetric(after: Value, weight: NBits): Value {
  const graph = after.graph;
  const inputs = [flatQuants(graph, weight), graph.weight(weight.scales), after];
  return graph.apply(dequantizeNBitsOp, inputs, { weight })[0]!;
}

/** The same bytes under another name and type: MatMulNBits wants blocks of u8, DequantizeLinear a matrix of u4 or u8. */
function flatQuants(graph: Graph, { quants, bits, out, in: width }: NBits): Value {
  return graph.weight({
    ...quants,
    name: `${quants.name}.flat`,
    dtype: bits === 4 ? "u4" : "u8",
    shape: [out, width],
  });
}

/**
 * A frozen matrix in f32, [out, in], for products in the other direction; dequantised once `after`, the other factor, is there, so that
 * only one matrix is held at a time.
 */
export function dequantize(weight: MatrixWeight, after: Value): Value {
  const graph = after.graph;
  if (weight.kind === "float") return cast(graph.weight(weight.values), "f32");
  if (weight.kind === "nf4")
    return graph.apply(dequantizeNF4Op, [graph.weight(weight.quants), graph.weight(weight.absmax), after], {
      weight,
    })[0]!;
  if (weight.offsets) throw new Error("dequantize: offsets are added by the product, not here");
  return dequantizeSymmetric(after, weight);
}
