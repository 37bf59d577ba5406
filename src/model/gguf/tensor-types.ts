import { type BlockEncoding, blockEncodings, type FloatEncoding } from "../weights/types.ts";

/** How many values a block of an encoding holds, and in how many bytes. A float is a block of one. */
export interface BlockSize {
  values: number;
  bytes: number;
}

const sizes: Record<FloatEncoding | BlockEncoding, BlockSize> = {
  f32: { values: 1, bytes: 4 },
  f16: { values: 1, bytes: 2 },
  bf16: { values: 1, bytes: 2 },
  q4_0: { values: 32, bytes: 18 },
  q4_1: { values: 32, bytes: 20 },
  q5_0: { values: 32, bytes: 22 },
  q5_1: { values: 32, bytes: 24 },
  q8_0: { values: 32, bytes: 34 },
  q4_k: { values: 256, bytes: 144 },
  q5_k: { values: 256, bytes: 176 },
  q6_k: { values: 256, bytes: 210 },
};

/** The block of an encoding. */
export const blockSizeOf = (encoding: FloatEncoding | BlockEncoding): BlockSize => sizes[encoding];

/** GGML's numbers of the encodings that we read. */
export const ggmlNumbers: Record<FloatEncoding | BlockEncoding, number> = {
  f32: 0,
  f16: 1,
  q4_0: 2,
  q4_1: 3,
  q5_0: 6,
  q5_1: 7,
  q8_0: 8,
  q4_k: 12,
  q5_k: 13,
  q6_k: 14,
  bf16: 30,
};

const byNumber = new Map(
  (Object.keys(ggmlNumbers) as (FloatEncoding | BlockEncoding)[]).map((encoding) => [ggmlNumbers[encoding], encoding]),
);

/** The encoding that GGML numbers so, if we read it. */
export const encodingOf = (number: number): FloatEncoding | BlockEncoding | undefined => byNumber.get(number);

/** GGML's types that exist and that we do not read, so that a refusal can name them. */
const foreignNames: Record<number, string> = {
  9: "Q8_1",
  10: "Q2_K",
  11: "Q3_K",
  15: "Q8_K",
  16: "IQ2_XXS",
  17: "IQ2_XS",
  18: "IQ3_XXS",
  19: "IQ1_S",
  20: "IQ4_NL",
  21: "IQ3_S",
  22: "IQ2_S",
  23: "IQ4_XS",
  24: "I8",
  25: "I16",
  26: "I32",
  27: "I64",
  28: "F64",
  29: "IQ1_M",
  34: "TQ1_0",
  35: "TQ2_0",
  39: "MXFP4",
  40: "NVFP4",
};

/** A GGML type for a message, e.g. `Q2_K (10)`. */
export const describeGgmlType = (number: number): string =>
  number in foreignNames ? `${foreignNames[number]} (GGML type ${number})` : `of an unknown GGML type (${number})`;

/** The types that we read, for a message. */
export const legalGgmlTypes = ["F32", "F16", "BF16", ...blockEncodings.map((name) => name.toUpperCase())].join(", ");
