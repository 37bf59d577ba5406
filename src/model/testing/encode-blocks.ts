import { blockSizeOf } from "../gguf/tensor-types.ts";
import type { BlockEncoding, FloatEncoding } from "../weights/types.ts";
import { floatToBfloat16, floatToHalf } from "./half.ts";

/** Encodes f32 values in a float or block format: plain rounding, good enough for tests, not for real models. */
export function encodeValues(encoding: FloatEncoding | BlockEncoding, values: Float32Array): Uint8Array {
  if (encoding === "f32") return new Uint8Array(values.slice().buffer);
  if (encoding === "f16") return new Uint8Array(Uint16Array.from(values, floatToHalf).buffer);
  if (encoding === "bf16") return new Uint8Array(Uint16Array.from(values, floatToBfloat16).buffer);
  const { size, encode } = encoders[encoding];
  if (values.length % size !== 0) throw new Error(`${values.length} values are no multiple of ${size}`);
  const { bytes } = blockSizeOf(encoding);
  const out = new Uint8Array((values.length / size) * bytes);
  for (let i = 0; i * size < values.length; i++) out.set(encode(values.subarray(i * size, (i + 1) * size)), i * bytes);
  return out;
}

interface BlockEncoder {
  size: number;
  encode(values: Float32Array): number[];
}

const half = (value: number): number[] => {
  const bits = floatToHalf(value);
  return [bits & 255, bits >> 8];
};
const rounded = (value: number, low: number, high: number): number =>
  Number.isFinite(value) ? Math.min(high, Math.max(low, Math.round(value))) : 0;
const largest = (values: Float32Array): number => values.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);

/** Sixteen bytes: values 0..15 in the low nibbles, 16..31 in the high ones. */
const nibbles = (q: number[]): number[] =>
  Array.from({ length: 16 }, (_, i) => (q[i]! & 15) | ((q[i + 16]! & 15) << 4));
/** Four bytes: bit i is the fifth bit of value i. */
const fifthBits = (q: number[]): number[] =>
  Array.from({ length: 4 }, (_, byte) =>
    q.slice(8 * byte, 8 * byte + 8).reduce((bits, value, i) => bits | ((value >> 4) << i), 0),
  );

function centred(bits: number, pack: (q: number[]) => number[]): BlockEncoder {
  const centre = 2 ** (bits - 1);
  return {
    size: 32,
    encode(values) {
      const d = largest(values) / (centre - 1);
      return [...half(d), ...pack(Array.from(values, (value) => rounded(value / d, -centre, centre - 1) + centre))];
    },
  };
}

function affine(bits: number, pack: (q: number[]) => number[]): BlockEncoder {
  return {
    size: 32,
    encode(values) {
      const least = Math.min(...values);
      const d = (Math.max(...values) - least) / (2 ** bits - 1);
      return [
        ...half(d),
        ...half(least),
        ...pack(Array.from(values, (v) => rounded((v - least) / d, 0, 2 ** bits - 1))),
      ];
    },
  };
}

function superblock(bits: 4 | 5): BlockEncoder {
  return {
    size: 256,
    encode(values) {
      const groups = Array.from({ length: 8 }, (_, g) => values.subarray(32 * g, 32 * g + 32));
      const minima = groups.map((group) => Math.max(0, -Math.min(...group)));
      const spans = groups.map((group, g) => (Math.max(...group) + minima[g]!) / (2 ** bits - 1));
      const d = Math.max(...spans) / 63;
      const dmin = Math.max(...minima) / 63;
      const scales = spans.map((span) => rounded(span / d, 0, 63));
      const mins = minima.map((minimum) => rounded(minimum / dmin, 0, 63));
      const q = groups.flatMap((group, g) =>
        Array.from(group, (value) => rounded((value + dmin * mins[g]!) / (d * scales[g]!), 0, 2 ** bits - 1)),
      );
      const high = Array.from({ length: 32 }, (_, i) =>
        groups.reduce((byte, _group, g) => byte | ((q[32 * g + i]! >> 4) << g), 0),
      );
      const low = Array.from({ length: 128 }, (_, i) => {
        const at = 64 * (i >> 5) + (i & 31);
        return (q[at]! & 15) | ((q[at + 32]! & 15) << 4);
      });
      return [...half(d), ...half(dmin), ...sixBitTable(scales, mins), ...(bits === 5 ? high : []), ...low];
    },
  };
}

/** Twelve bytes: 8 scales and 8 minima of six bits, as a K block packs them. */
function sixBitTable(scales: number[], mins: number[]): number[] {
  const four = [0, 1, 2, 3];
  return [
    ...four.map((i) => scales[i]! | ((scales[i + 4]! >> 4) << 6)),
    ...four.map((i) => mins[i]! | ((mins[i + 4]! >> 4) << 6)),
    ...four.map((i) => (scales[i + 4]! & 15) | ((mins[i + 4]! & 15) << 4)),
  ];
}

const sixBit: BlockEncoder = {
  size: 256,
  encode(values) {
    const groups = Array.from({ length: 16 }, (_, g) => values.subarray(16 * g, 16 * g + 16));
    const spans = groups.map((group) => largest(group) / 31);
    const d = Math.max(...spans) / 127;
    const scales = spans.map((span) => rounded(span / d, 0, 127));
    const q = groups.flatMap((group, g) => Array.from(group, (v) => rounded(v / (d * scales[g]!), -32, 31) + 32));
    const low = Array.from({ length: 128 }, (_, i) => {
      const at = 128 * (i >> 6) + (i & 63);
      return (q[at]! & 15) | ((q[at + 64]! & 15) << 4);
    });
    const high = Array.from({ length: 64 }, (_, i) => {
      const at = 128 * (i >> 5) + (i & 31);
      return [0, 1, 2, 3].reduce((byte, run) => byte | ((q[at + 32 * run]! >> 4) << (2 * run)), 0);
    });
    return [...low, ...high, ...scales, ...half(d)];
  },
};

const encoders: Record<BlockEncoding, BlockEncoder> = {
  q8_0: centred(8, (q) => q.map((value) => (value - 128) & 255)),
  q4_0: centred(4, nibbles),
  q4_1: affine(4, nibbles),
  q5_0: centred(5, (q) => [...fifthBits(q), ...nibbles(q)]),
  q5_1: affine(5, (q) => [...fifthBits(q), ...nibbles(q)]),
  q4_k: superblock(4),
  q5_k: superblock(5),
  q6_k: sixBit,
};
