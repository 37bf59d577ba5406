import type { BlockEncoding } from "../types.ts";
import type { BlockFormat } from "./format.ts";
import { q4_0 } from "./q4_0.ts";
import { q4_1 } from "./q4_1.ts";
import { q4_k } from "./q4_k.ts";
import { q5_0 } from "./q5_0.ts";
import { q5_1 } from "./q5_1.ts";
import { q5_k } from "./q5_k.ts";
import { q6_k } from "./q6_k.ts";
import { q8_0 } from "./q8_0.ts";

/** Every block format that we read. */
export const blockFormats: Record<BlockEncoding, BlockFormat> = { q8_0, q4_0, q4_1, q5_0, q5_1, q4_k, q5_k, q6_k };
