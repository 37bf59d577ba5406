import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { encodeValues } from "../testing/encode-blocks.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { ggufBytes, type TestGguf } from "../testing/write-gguf.ts";
import { blockEncodings } from "../weights/types.ts";
import { readGguf } from "./read.ts";

const folder = temporaryFolder();
const path = join(folder, "tiny.gguf");

const random = (length: number) => Float32Array.from(normals(length, randomStream(0, "weights")));
const tiny: TestGguf = {
  metadata: { "general.architecture": "llama", "tokenizer.ggml.tokens": ["a", "é", "🙂"] },
  tensors: [
    { name: "a", shape: [3, 32], encoding: "q4_0", data: random(96) },
    { name: "b", shape: [5], encoding: "f32", data: random(5) },
  ],
};

const read = (bytes: Uint8Array) => {
  writeFileSync(path, bytes);
  return readGguf(path);
};
/** The tiny file with `change` made to its bytes. */
const changed = (change: (bytes: Buffer) => void) => {
  const bytes = ggufBytes(tiny);
  change(bytes);
  return read(bytes);
};

describe("readGguf", () => {
  it("reads back every kind of value", async () => {
    const metadata = {
      u8: { type: "u8", value: 255 },
      i8: { type: "i8", value: -128 },
      u16: { type: "u16", value: 65535 },
      i16: { type: "i16", value: -32768 },
      u32: 4294967295,
      i32: -5,
      f32: 0.5,
      f64: { type: "f64", value: 0.1 },
      yes: true,
      text: "naïve 🙂",
      small64: { type: "u64", value: 7n },
      large64: { type: "u64", value: 2n ** 64n - 1n },
      negative64: -(2n ** 63n),
      bytes: Uint8Array.of(1, 2),
      ints: Int32Array.of(-1, 2 ** 31 - 1),
      floats: Float32Array.of(0.25, -1e9),
      doubles: Float64Array.of(0.1),
      longs: BigInt64Array.of(-1n, 5n),
      texts: ["", "▁the", "x".repeat(3_000_000)],
      flags: [true, false],
      empty: [],
    } as const;
    const file = await read(ggufBytes({ metadata, tensors: [] }));
    expect(Object.fromEntries(file.metadata)).toEqual({
      ...metadata,
      u8: 255,
      i8: -128,
      u16: 65535,
      i16: -32768,
      f64: 0.1,
      small64: 7,
      large64: 2n ** 64n - 1n,
    });
  });

  it.each(["f32", "f16", "bf16", ...blockEncodings] as const)("finds a tensor of %s", async (encoding) => {
    const data = random(512);
    const bytes = ggufBytes({ metadata: {}, tensors: [{ name: "w", shape: [2, 256], encoding, data }] });
    const [tensor] = (await read(bytes)).tensors;
    expect(tensor).toMatchObject({ name: "w", shape: [2, 256], encoding });
    const encoded = encodeValues(encoding, data);
    expect(bytes.subarray(tensor!.offset, tensor!.offset + tensor!.bytes)).toEqual(Buffer.from(encoded));
  });

  it("reads version 2 and an alignment of its own", async () => {
    const file = await read(ggufBytes({ ...tiny, version: 2, alignment: 4096 }));
    expect(file.version).toBe(2);
    expect(file.dataStart % 4096).toBe(0);
    expect(file.tensors.map(({ offset }) => offset - file.dataStart)).toEqual([0, 4096]);
  });

  it("reads a vocabulary of 262,144 pieces that spans many chunks", async () => {
    const tokens = Array.from({ length: 262_144 }, (_, i) => `piece${i}`);
    const file = await read(ggufBytes({ metadata: { tokens }, tensors: [] }));
    expect(file.metadata.get("tokens")).toEqual(tokens);
  });

  it("reads arrays of arrays, and not beyond a depth", async () => {
    const nested = (depth: number) => {
      const head = Buffer.from(
        "GGUF\x03\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0k\x09\0\0\0",
        "latin1",
      );
      const level = Buffer.from("\x09\0\0\0\x01\0\0\0\0\0\0\0", "latin1");
      const leaf = Buffer.from("\0\0\0\0\x02\0\0\0\0\0\0\0\x05\x06", "latin1");
      return Buffer.concat([head, ...Array(depth - 1).fill(level), leaf]);
    };
    expect((await read(nested(2))).metadata.get("k")).toEqual([Uint8Array.of(5, 6)]);
    await expect(read(nested(5))).rejects.toThrow("nests arrays deeper than 4");
  });
});

describe("readGguf refuses", () => {
  const nameOf = (bytes: Buffer, name: string) =>
    bytes.lastIndexOf(Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, name.charCodeAt(0)]));

  const twice = () => {
    const bytes = ggufBytes({ metadata: { k1: "", k2: "" }, tensors: [] });
    bytes.write("k1", bytes.indexOf("k2"));
    return read(bytes);
  };

  it.each([
    ["an absent file", () => readGguf(join(folder, "none.gguf")), "There is no file at"],
    ["a folder", () => readGguf(folder), "is not a file"],
    ["an empty file", () => read(Buffer.alloc(0)), "inside the magic number: the file is truncated"],
    ["another format", () => read(Buffer.from("PK\x03\x04 and so on")), "is not a GGUF file"],
    ["version 1", () => changed((b) => b.writeUInt32LE(1, 4)), "is GGUF version 1; versions 2 and 3 are read"],
    ["big endian", () => changed((b) => b.writeUInt32BE(3, 4)), "is a big-endian GGUF"],
    ["2^60 tensors", () => changed((b) => b.writeBigUInt64LE(2n ** 60n, 8)), "claims 1152921504606847000 tensors"],
    [
      "2^32 metadata entries",
      () => changed((b) => b.writeBigUInt64LE(2n ** 32n, 16)),
      "claims 4294967296 metadata entries",
    ],
    [
      "a key of 2^40 bytes",
      () => changed((b) => b.writeBigUInt64LE(2n ** 40n, 24)),
      "the key of metadata entry 0 claims",
    ],
    [
      "an unknown value type",
      () => changed((b) => b.writeUInt32LE(99, 52)),
      'value "general.architecture" has the unknown value type 99',
    ],
    ["a key given twice", twice, 'has the metadata key "k1" twice'],
    [
      "an alignment of 3",
      () => read(ggufBytes({ ...tiny, metadata: { "general.alignment": 3 } })),
      "must be a power of two",
    ],
    ["a tensor given twice", () => changed((b) => b.write("a", nameOf(b, "b") + 8)), 'the tensor "a" twice'],
    [
      "five dimensions",
      () => changed((b) => b.writeUInt32LE(5, nameOf(b, "a") + 9)),
      "has 5 dimensions; 1 to 4 are legal",
    ],
    ["an axis of 0", () => changed((b) => b.writeBigUInt64LE(0n, nameOf(b, "b") + 13)), 'tensor "b" has the shape [0]'],
    ["half a block", () => changed((b) => b.writeBigUInt64LE(48n, nameOf(b, "a") + 13)), "a positive multiple of 32"],
    [
      "a type that we lack",
      () => changed((b) => b.writeUInt32LE(10, nameOf(b, "a") + 29)),
      'tensor "a" is Q2_K (GGML type 10), which is not supported; supported are F32, F16, BF16, Q8_0',
    ],
    [
      "a type that nobody has",
      () => changed((b) => b.writeUInt32LE(77, nameOf(b, "a") + 29)),
      "of an unknown GGML type (77)",
    ],
    [
      "an axis of 2^62",
      () => changed((b) => b.writeBigUInt64LE(2n ** 62n, nameOf(b, "a") + 21)),
      "but the file has only",
    ],
    [
      "an offset beyond the file",
      () => changed((b) => b.writeBigUInt64LE(2n ** 20n, nameOf(b, "b") + 25)),
      'tensor "b" lies at bytes',
    ],
    [
      "a misaligned offset",
      () => changed((b) => b.writeBigUInt64LE(65n, nameOf(b, "b") + 25)),
      "no multiple of the file's alignment of 32",
    ],
    [
      "an overlap",
      () => changed((b) => b.writeBigUInt64LE(32n, nameOf(b, "b") + 25)),
      'the tensors "a" and "b" overlap',
    ],
  ])("%s", async (_, attempt, message) => {
    await expect(attempt()).rejects.toMatchObject({ code: "bad-input", message: expect.stringContaining(message) });
  });

  it("every truncation, whether in the header or in the data", async () => {
    // The last tensor's padding may be cut: nothing of it is read.
    const bytes = ggufBytes(tiny);
    const end = bytes.length - (32 - 20);
    for (let length = 0; length < end; length += 7) {
      await expect(read(bytes.subarray(0, length))).rejects.toMatchObject({ code: "bad-input" });
    }
    await expect(read(bytes.subarray(0, end))).resolves.toMatchObject({ tensors: [{ name: "a" }, { name: "b" }] });
    await expect(read(bytes.subarray(0, end - 1))).rejects.toThrow("truncated or damaged");
  });
});
