import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { normals, randomStream } from "../base/random.ts";
import { encodeModel } from "./encode.ts";
import { gradients } from "./gradient.ts";
import { Graph } from "./graph.ts";
import { definedOps } from "./op.ts";
import { add } from "./ops/add.ts";
import { attention } from "./ops/attention.ts";
import { concat } from "./ops/concat.ts";
import { dequantize } from "./ops/dequantize.ts";
import { embed } from "./ops/embed.ts";
import { exp } from "./ops/exp.ts";
import { expand } from "./ops/expand.ts";
import { gatherRows } from "./ops/gather-rows.ts";
import { gemm } from "./ops/gemm.ts";
import { fromGrid, type GridIndex, toGrid, toSharedGrid } from "./ops/grid.ts";
import { hashDropout } from "./ops/hash-dropout.ts";
import { linear, linearStack } from "./ops/linear.ts";
import { matmul } from "./ops/matmul.ts";
import type { MatrixWeight } from "./ops/matrix.ts";
import { mul } from "./ops/mul.ts";
import { neg } from "./ops/neg.ts";
import { reduceMean, reduceSum } from "./ops/reduce-sum.ts";
import { reshape } from "./ops/reshape.ts";
import { rmsNorm } from "./ops/rms-norm.ts";
import { rope, ropeHeads } from "./ops/rope.ts";
import { sigmoid } from "./ops/sigmoid.ts";
import { silu } from "./ops/silu.ts";
import { slice } from "./ops/slice.ts";
import { softmax } from "./ops/softmax.ts";
import { split } from "./ops/split.ts";
import { sub } from "./ops/sub.ts";
import { swiglu } from "./ops/swiglu.ts";
import { targetLogProb } from "./ops/target-log-prob.ts";
import { transpose } from "./ops/transpose.ts";
import { f32, type HostTensor, i64, Session } from "./session.ts";
import type { ExternalTensor, Value } from "./value.ts";

interface Case {
  /** Names of the ops whose rule this case checks. */
  ops: string[];
  /** Shapes of the differentiable inputs. */
  shapes: number[][];
  build(inputs: Value[], graph: Graph): Value;
  feeds?: Record<string, HostTensor>;
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), "gradient-")));
afterAll(() => rmSync(folder, { recursive: true }));

function stored(name: string, dtype: ExternalTensor["dtype"], shape: number[], data: ArrayBufferView): ExternalTensor {
  const file = join(folder, name);
  writeFileSync(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return { name, dtype, shape, file, offset: 0, bytes: data.byteLength };
}
const bytes = (length: number, name: string) => {
  const stream = randomStream(1, name);
  return Uint8Array.from({ length }, () => stream.integer(0, 255));
};
const floats = (length: number, name: string) => Float32Array.from(normals(length, randomStream(1, name)));

const float: MatrixWeight = { kind: "float", out: 5, in: 64, values: stored("w", "f32", [5, 64], floats(320, "w")) };
const nbits = (bits: 4 | 8, offsets: boolean): MatrixWeight => ({
  kind: "nbits",
  out: 5,
  in: 64,
  bits,
  blockSize: 32,
  quants: stored(`q${bits}`, "u8", [5, 8 * bits], bytes(40 * bits, `q${bits}`)),
  scales: stored(
    `s${bits}`,
    "f32",
    [5, 2],
    floats(10, "s").map((x) => x / 2 ** bits),
  ),
  ...(offsets ? { offsets: stored(`o${bits}`, "f32", [5, 2], floats(10, "o")) } : {}),
});
const nf4: MatrixWeight = {
  kind: "nf4",
  out: 4,
  in: 64,
  quants: stored("nf4", "u8", [128], bytes(128, "nf4")),
  absmax: stored("absmax", "f32", [4], floats(4, "absmax")),
};

const ids = i64([2, 0, 2], [3]);
// Two sequences, 2 + 1 rows; the fourth slot is padding and repeats row 0.
const i32 = (data: number[], shape: number[]): HostTensor => ({ dtype: "i32", shape, data: Int32Array.from(data) });
const gridFeeds = {
  rowOfSlot: i32([0, 1, 2, 0], [2, 2]),
  slotOfRow: i32([0, 1, 2], [3]),
  filled: f32(Float32Array.of(1, 1, 1, 0), [2, 2, 1]),
};
const gridOf = new WeakMap<Graph, GridIndex>();
function grid(g: Graph): GridIndex {
  let index = gridOf.get(g);
  if (!index) {
    index = {
      rowOfSlot: g.input("rowOfSlot", "i32", [2, 2]),
      slotOfRow: g.input("slotOfRow", "i32", [3]),
      filled: g.input("filled", "f32", [2, 2, 1]),
    };
    gridOf.set(g, index);
  }
  return index;
}
const cases: Record<string, Case> = {
  "add, broadcast both ways": {
    ops: ["add", "reduce_sum", "reshape"],
    shapes: [
      [2, 3],
      [4, 1, 3],
    ],
    build: ([a, b]) => add(a!, b!),
  },
  "sub, broadcast": { ops: ["sub", "neg"], shapes: [[2, 3], [3]], build: ([a, b]) => sub(a!, b!) },
  neg: { ops: ["neg"], shapes: [[3]], build: ([a]) => neg(a!) },
  "mul, broadcast": {
    ops: ["mul"],
    shapes: [
      [2, 3],
      [2, 1],
    ],
    build: ([a, b]) => mul(a!, b!),
  },
  "a value used twice": { ops: ["mul", "add"], shapes: [[3]], build: ([a]) => add(mul(a!, a!), a!) },
  exp: { ops: ["exp"], shapes: [[2, 3]], build: ([a]) => exp(a!) },
  sigmoid: { ops: ["sigmoid"], shapes: [[2, 3]], build: ([a]) => sigmoid(a!) },
  silu: { ops: ["silu"], shapes: [[2, 3]], build: ([a]) => silu(a!) },
  reshape: { ops: ["reshape"], shapes: [[2, 6]], build: ([a]) => reshape(a!, [3, 4]) },
  transpose: { ops: ["transpose"], shapes: [[2, 3, 4]], build: ([a]) => transpose(a!, [2, 0, 1]) },
  "reduce_sum, one axis": { ops: ["reduce_sum", "expand"], shapes: [[2, 3, 4]], build: ([a]) => reduceSum(a!, [1]) },
  "reduce_mean, two axes": {
    ops: ["reduce_sum", "expand"],
    shapes: [[2, 3, 4]],
    build: ([a]) => reduceMean(a!, [0, 2]),
  },
  expand: { ops: ["expand"], shapes: [[3, 1]], build: ([a]) => expand(a!, [2, 3, 4]) },
  softmax: { ops: ["softmax"], shapes: [[3, 5]], build: ([a]) => softmax(a!) },
  matmul: {
    ops: ["matmul"],
    shapes: [
      [3, 4],
      [4, 2],
    ],
    build: ([a, b]) => matmul(a!, b!, { alpha: 0.5 }),
  },
  "matmul, a transposed": {
    ops: ["matmul"],
    shapes: [
      [4, 3],
      [4, 2],
    ],
    build: ([a, b]) => matmul(a!, b!, { transA: true }),
  },
  "matmul, b transposed": {
    ops: ["matmul"],
    shapes: [
      [3, 4],
      [2, 4],
    ],
    build: ([a, b]) => matmul(a!, b!, { transB: true, alpha: 2 }),
  },
  "matmul, both transposed": {
    ops: ["matmul"],
    shapes: [
      [4, 3],
      [2, 4],
    ],
    build: ([a, b]) => matmul(a!, b!, { transA: true, transB: true }),
  },
  "matmul, batches": {
    ops: ["matmul"],
    shapes: [
      [2, 2, 3, 4],
      [2, 2, 5, 4],
    ],
    build: ([a, b]) => matmul(a!, b!, { transB: true }),
  },
  "matmul, one b for all batches": {
    ops: ["matmul"],
    shapes: [
      [2, 3, 4],
      [4, 5],
    ],
    build: ([a, b]) => matmul(a!, b!),
  },
  "matmul, one transposed b for all batches": {
    ops: ["matmul"],
    shapes: [
      [2, 3, 4],
      [5, 4],
    ],
    build: ([a, b]) => matmul(a!, b!, { transB: true }),
  },
  rms_norm: { ops: ["rms_norm"], shapes: [[3, 8], [8]], build: ([a, w]) => rmsNorm(a!, w!, 1e-5) },
  "rope, whole heads": {
    ops: ["rope"],
    shapes: [[2, 3, 16]],
    build: ([a], g) => rope(a!, positions(g), ...angles(4), 2),
  },
  "rope, part of a head": {
    ops: ["rope"],
    shapes: [[2, 3, 32]],
    build: ([a], g) => rope(a!, positions(g), ...angles(4, g), 2),
  },
  "rope, heads first": {
    ops: ["rope"],
    shapes: [[2, 4, 3, 8]],
    build: ([a], g) => ropeHeads(a!, positions(g), ...angles(4)),
  },
  "concat and slice": {
    ops: ["concat", "slice", "pad"],
    shapes: [
      [2, 3],
      [2, 2],
    ],
    build: ([a, b]) => slice(concat([a!, b!], 1), 1, 2, 4),
  },
  "slice of a slice's gradient": {
    ops: ["pad"],
    shapes: [[4]],
    build: ([a]) => {
      const inner = slice(a!, 0, 1, 3);
      const [grad] = gradients(reduceSum(mul(inner, inner), [0]), [a!]);
      return grad!;
    },
  },
  "gather_rows, a row twice": {
    ops: ["gather_rows"],
    shapes: [[4, 3]],
    build: ([a], g) => gatherRows(a!, g.input("ids", "i64", [3])),
    feeds: { ids },
  },
  scatter_rows: {
    ops: ["scatter_rows"],
    shapes: [[4, 3]],
    build: ([a], g) => {
      const rows = gatherRows(a!, g.input("ids", "i64", [3]));
      return gradients(reduceSum(mul(rows, mul(rows, rows)), [0, 1]), [a!])[0]!;
    },
    feeds: { ids },
  },
  "to_grid and from_grid": {
    ops: ["to_grid", "from_grid"],
    shapes: [[3, 2]],
    build: ([a], g) => {
      const side = toGrid(a!, grid(g));
      return fromGrid(mul(side, side), grid(g));
    },
    feeds: gridFeeds,
  },
  to_shared_grid: {
    ops: ["to_shared_grid"],
    shapes: [[3, 2]],
    build: ([a], g) => {
      // Row 0 stands in both sequences, rows 1 and 2 in one each, and a padding slot repeats row 1.
      const side = toSharedGrid(a!, {
        rowOfSlot: g.constant(Int32Array.of(1, 0, 1, 2, 0, 1), [2, 3], "i32"),
        slotOfRow: g.constant(Int32Array.of(0, 3), [2], "i32"),
        slotOfShared: g.constant(Int32Array.of(1), [1], "i32"),
      });
      const filled = g.constant(Float32Array.of(1, 2, 0, 3, 4, 0), [2, 3, 1], "f32");
      return mul(filled, mul(side, mul(side, side)));
    },
  },
  "to_grid with zeros": {
    ops: ["to_grid"],
    shapes: [[3, 2]],
    build: ([a], g) => {
      const side = toGrid(a!, grid(g));
      const rows = fromGrid(mul(side, mul(side, side)), grid(g));
      return gradients(reduceSum(rows, [0, 1]), [a!])[0]!;
    },
    feeds: gridFeeds,
  },
  attention: {
    ops: ["attention"],
    shapes: [
      [2, 3, 4],
      [2, 5, 4],
      [2, 5, 4],
    ],
    build: ([q, k, v], g) => {
      const mask = Float32Array.from({ length: 15 }, (_, i) => (i % 5 > 1 + i / 5 ? Number.NEGATIVE_INFINITY : 0));
      return attention(q!, k!, v!, g.constant(mask, [1, 3, 5], "f32"), 0.5);
    },
  },
  hash_dropout: {
    ops: ["hash_dropout"],
    shapes: [[4, 6]],
    build: ([a], g) => hashDropout(a!, g.input("bits", "u32", [4, 8]), 3, 0.4),
    feeds: {
      bits: {
        dtype: "u32",
        shape: [4, 8],
        data: Uint32Array.from(
          { length: 32 },
          (
            (s) => () =>
              s.bits()
          )(randomStream(2, "bits")),
        ),
      },
    },
  },
  target_log_prob: {
    ops: ["target_log_prob"],
    shapes: [[3, 5]],
    build: ([a], g) => targetLogProb(a!, g.input("ids", "i64", [3])).target,
    feeds: { ids },
  },
  "linear, float": { ops: ["matmul"], shapes: [[3, 64]], build: ([a]) => linear(a!, float) },
  "linear, 4 bit, unpacked": {
    ops: ["matmul_unpacked"],
    shapes: [[3, 64]],
    build: ([a]) => linear(a!, nbits(4, true), "unpacked"),
  },
  "linear, 8 bit, unpacked": {
    ops: ["matmul_unpacked"],
    shapes: [[3, 64]],
    build: ([a]) => linear(a!, nbits(8, false), "unpacked"),
  },
  "linear, 4 bit": { ops: ["matmul_nbits"], shapes: [[3, 64]], build: ([a]) => linear(a!, nbits(4, false), "f32") },
  "linear, 4 bit with offsets": {
    ops: ["matmul_nbits"],
    shapes: [[3, 64]],
    build: ([a]) => linear(a!, nbits(4, true), "f32"),
  },
  "linear, 8 bit with offsets": {
    ops: ["matmul_nbits"],
    shapes: [[3, 64]],
    build: ([a]) => linear(a!, nbits(8, true), "f32"),
  },
  "linear, two 4 bit matrices in one product": {
    ops: ["matmul_nbits"],
    shapes: [[3, 64]],
    build: ([a]) => linearStack(a!, [nbits(4, true), nbits(4, true)], "f32"),
  },
  "concat along a symbolic axis": {
    ops: ["concat"],
    shapes: [
      [2, 1],
      [2, 3],
    ],
    build: ([a, b], graph) => {
      // How many columns there are is known only when it runs.
      const other = graph.input("other", "f32", [2, "columns"]);
      const y = concat([a!, mul(reshape(b!, [2, "columns"]), other)], 1, 4);
      return exp(reshape(y, [2, 4]));
    },
    feeds: { other: f32(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]) },
  },
  split: {
    ops: ["split"],
    shapes: [[2, 5]],
    build: ([a]) => {
      const [x, y] = split(a!, 1, [2, 3]);
      return concat([exp(y!), x!], 1);
    },
  },
  gemm: {
    ops: ["gemm"],
    shapes: [
      [3, 4],
      [3, 2],
      [2, 4],
    ],
    build: ([c, a, b]) => gemm(c!, a!, b!),
  },
  "gemm, transposed": {
    ops: ["gemm"],
    shapes: [
      [3, 4],
      [2, 3],
      [4, 2],
    ],
    build: ([c, a, b]) => gemm(c!, a!, b!, { transA: true, transB: true, alpha: 0.5 }),
  },
  swiglu: {
    ops: ["swiglu"],
    shapes: [
      [2, 3],
      [2, 3],
    ],
    build: ([gate, up]) => swiglu(gate!, up!),
  },
  "linear, NF4": { ops: ["matmul_nf4"], shapes: [[3, 64]], build: ([a]) => linear(a!, nf4) },
};

function positions(graph: Graph): Value {
  return graph.constant(BigInt64Array.of(0n, 1n, 2n, 5n, 6n, 7n), [2, 3], "i64");
}
let lastGraph: Graph;
function angles(half: number, graph = lastGraph): [Value, Value] {
  const table = (f: (x: number) => number) =>
    graph.constant(
      Float32Array.from({ length: 8 * half }, (_, i) => f(Math.floor(i / half) / 3 ** (i % half))),
      [8, half],
      "f32",
    );
  return [table(Math.cos), table(Math.sin)];
}

/** sum(y * r) for a fixed random r is the loss; its slope along a random direction of each input is compared. */
async function check({ shapes, build, feeds = {} }: Case, name: string) {
  const graph = new Graph();
  lastGraph = graph;
  const inputs = shapes.map((shape, i) => graph.input(`x${i}`, "f32", shape));
  const y = build(inputs, graph);
  graph.output("y", y);
  const size = (shape: readonly (number | string)[]) => shape.reduce<number>((n, d) => n * (d as number), 1);
  const r = floats(size(y.shape), `${name}/r`);
  const weighted = mul(y, graph.constant(r, y.shape as number[], "f32"));
  const loss = reduceSum(
    weighted,
    y.shape.map((_, i) => i),
  );
  for (const [i, grad] of gradients(loss, inputs).entries()) graph.output(`g${i}`, grad);
  await using session = await Session.create(encodeModel(graph), { threads: 1, prepack: true });
  const x = shapes.map((shape, i) => floats(size(shape), `${name}/x${i}`));
  const run = (values: Float32Array[]) =>
    session.run({
      ...feeds,
      ...Object.fromEntries(values.map((data, i) => [`x${i}`, { dtype: "f32" as const, shape: shapes[i]!, data }])),
    });
  const lossAt = async (values: Float32Array[]) => {
    const out = (await run(values)).y!.data as Float32Array;
    return out.reduce((sum, value, k) => sum + value * r[k]!, 0);
  };
  const analytic = await run(x);
  for (const [i, xi] of x.entries()) {
    const grad = analytic[`g${i}`]!;
    expect(grad.shape).toEqual(shapes[i]);
    for (const round of [0, 1, 2]) {
      const direction = floats(xi.length, `${name}/d${i}/${round}`);
      const step = 1e-2;
      const moved = (sign: number) =>
        x.map((v, k) => (k === i ? v.map((value, j) => value + sign * step * direction[j]!) : v));
      // Fourth-order central difference: truncation below f32's own rounding at this step.
      const d = [await lossAt(moved(1)), await lossAt(moved(-1)), await lossAt(moved(2)), await lossAt(moved(-2))];
      const slope = (8 * (d[0]! - d[1]!) - (d[2]! - d[3]!)) / (12 * step);
      const expected = direction.reduce((sum, value, j) => sum + value * (grad.data as Float32Array)[j]!, 0);
      const size = direction.reduce((sum, value, j) => sum + Math.abs(value * (grad.data as Float32Array)[j]!), 1e-3);
      expect(Math.abs(slope - expected) / size).toBeLessThan(2e-3);
    }
  }
}

describe("gradient rules against central differences", () => {
  for (const [name, one] of Object.entries(cases)) it(name, () => check(one, name));

  it("leaves no rule unchecked", () => {
    const checked = new Set(Object.values(cases).flatMap((one) => one.ops));
    const unchecked = [...definedOps().values()]
      .filter((op) => op.gradient && !checked.has(op.name))
      .map((op) => op.name);
    expect(unchecked).toEqual([]);
  });

  it("refuses an op without a rule", () => {
    const graph = new Graph();
    const logits = graph.input("x", "f32", [2, 3]);
    const { target } = targetLogProb(logits, graph.input("ids", "i64", [2]));
    const [grad] = gradients(reduceSum(target, [0]), [logits]);
    expect(() => gradients(reduceSum(grad!, [0, 1]), [logits])).toThrow(
      "target_log_prob_backward has no gradient rule",
    );
  });
});

describe("block-quantised matrices", () => {
  const reference = (weight: Extract<MatrixWeight, { kind: "nbits" }>, i: number, j: number) => {
    const raw = bytes(40 * weight.bits, `q${weight.bits}`);
    const at = i * 64 + j;
    const code = weight.bits === 8 ? raw[at]! : (raw[at >> 1]! >> (4 * (at & 1))) & 15;
    const block = Math.floor(j / 32);
    const scale = floats(10, "s").map((x) => x / 2 ** weight.bits)[i * 2 + block]!;
    return scale * (code - 2 ** (weight.bits - 1)) + (weight.offsets ? floats(10, "o")[i * 2 + block]! : 0);
  };
  for (const bits of [4, 8] as const)
    for (const offsets of [false, true])
      it(`${bits} bit${offsets ? " with offsets" : ""}: product, rows and matrix are the formula's`, async () => {
        const weight = nbits(bits, offsets) as Extract<MatrixWeight, { kind: "nbits" }>;
        const graph = new Graph();
        const x = graph.input("x", "f32", [2, 64]);
        graph.output("product", linear(x, weight, "f32"));
        graph.output("rows", embed(graph.input("ids", "i64", [2]), weight));
        if (!offsets) graph.output("matrix", dequantize(weight, x));
        await using session = await Session.create(encodeModel(graph), { threads: 1, prepack: true });
        const data = floats(128, "input");
        const out = await session.run({ x: { dtype: "f32", shape: [2, 64], data }, ids: i64([4, 1], [2]) });
        const product = out.product!.data as Float32Array;
        for (let row = 0; row < 2; row++)
          for (let o = 0; o < 5; o++) {
            let sum = 0;
            for (let j = 0; j < 64; j++) sum += data[row * 64 + j]! * reference(weight, o, j);
            expect(product[row * 5 + o]).toBeCloseTo(sum, 3);
          }
        const rows = out.rows!.data as Float32Array;
        for (let j = 0; j < 64; j++) expect(rows[j]).toBeCloseTo(reference(weight, 4, j), 5);
        for (let j = 0; j < 64; j++) expect(rows[64 + j]).toBeCloseTo(reference(weight, 1, j), 5);
        if (!offsets) {
          const matrix = out.matrix!.data as Float32Array;
          for (let k = 0; k < 320; k++) expect(matrix[k]).toBeCloseTo(reference(weight, Math.floor(k / 64), k % 64), 5);
        }
      });
});
