import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { TraitlabError } from "../../base/errors.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { ggufBytes } from "../testing/write-gguf.ts";
import { readGguf } from "./read.ts";
import type { GgufFile, GgufValue } from "./types.ts";

const path = join(temporaryFolder(), "fuzz.gguf");

const whole = ggufBytes({
  metadata: {
    "general.architecture": "llama",
    "llama.block_count": 2,
    "llama.rope.freq_base": 10000.5,
    "tokenizer.ggml.tokens": ["<s>", "a", "▁the", ""],
    "tokenizer.ggml.scores": Float32Array.of(0, -1, -2, -3),
    "tokenizer.ggml.add_bos_token": true,
    big: { type: "u64", value: 2n ** 63n },
    flags: [true, false],
  },
  tensors: [
    { name: "blk.0.attn_q.weight", shape: [2, 256], encoding: "q4_k", data: new Float32Array(512).fill(0.5) },
    { name: "output_norm.weight", shape: [32], encoding: "f32", data: new Float32Array(32) },
    { name: "token_embd.weight", shape: [4, 32], encoding: "q8_0", data: new Float32Array(128).fill(-1) },
  ],
});
const headEnd = whole.length - 288 - 128 - 136;

/** Values and characters that a parse holds: what its memory grows with. */
const held = (value: GgufValue): number =>
  typeof value === "string" || ArrayBuffer.isView(value)
    ? value.length
    : Array.isArray(value)
      ? value.reduce((sum: number, item: GgufValue) => sum + 1 + held(item), 0)
      : 1;

const parse = async (bytes: Uint8Array): Promise<GgufFile | TraitlabError> => {
  writeFileSync(path, bytes);
  return readGguf(path).catch((error: unknown) => {
    if (error instanceof TraitlabError && error.code === "bad-input") return error;
    throw error;
  });
};

const check = async (bytes: Uint8Array) => {
  const result = await parse(bytes);
  if (result instanceof TraitlabError) return;
  const sum = [...result.metadata].reduce((total, [key, value]) => total + key.length + held(value), 0);
  expect(sum).toBeLessThanOrEqual(bytes.length);
  for (const tensor of result.tensors) expect(tensor.offset + tensor.bytes).toBeLessThanOrEqual(bytes.length);
};

const position = fc.oneof(fc.nat(headEnd), fc.nat(whole.length - 1));
const flips = fc.array(fc.tuple(position, fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255))), {
  minLength: 1,
  maxLength: 12,
});

it("a file with flipped bytes is an error that names it, or a parse within the file's size", async () => {
  await fc.assert(
    fc.asyncProperty(flips, async (changes) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of changes) bytes[at] = value;
      await check(bytes);
    }),
    { numRuns: 1500, seed: 0 },
  );
});

it("so is one cut short, and one with bytes put in or taken out", async () => {
  await fc.assert(
    fc.asyncProperty(
      position,
      fc.nat(16),
      fc.uint8Array({ maxLength: 16 }),
      fc.boolean(),
      async (at, skip, put, cut) => {
        const tail = cut ? Buffer.alloc(0) : whole.subarray(at + skip);
        await check(Buffer.concat([whole.subarray(0, at), put, tail]));
      },
    ),
    { numRuns: 1000, seed: 0 },
  );
});
