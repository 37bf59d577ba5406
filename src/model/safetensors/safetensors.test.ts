import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TraitlabError } from "../../base/errors.ts";
import { diskOf } from "../../base/testing/disk.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { layoutSafetensors } from "./layout.ts";
import { loadSafetensors, readSafetensors } from "./read.ts";
import { type TensorToWrite, writeSafetensors } from "./write.ts";

interface GoldenTensor {
  shape: number[];
  dtype: string;
  values: string;
}

/** oracles/weights_safetensors.py: a file of the reference implementation. */
const golden: { file: string; tensors: Record<string, GoldenTensor> } = JSON.parse(
  readFileSync(new URL("../../../oracles/golden/weights_safetensors.json", import.meta.url), "utf8"),
);
const goldenFile = Buffer.from(golden.file, "base64");
const floatsOf = (text: string) => new Float32Array(Uint8Array.from(Buffer.from(text, "base64")).buffer);

const folder = temporaryFolder();
const path = join(folder, "tiny.safetensors");
const read = (bytes: Uint8Array) => {
  writeFileSync(path, bytes);
  return readSafetensors(path);
};
const withHeader = (header: unknown, dataBytes = 0) => {
  const json = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(dataBytes)]);
};

describe("against the reference implementation", () => {
  it("reads the same names, shapes and values", async () => {
    const floats = Object.entries(golden.tensors).filter(([, { dtype }]) => dtype !== "uint8");
    const file = await read(goldenFile);
    expect(file.metadata).toEqual({ format: "pt" });
    expect(file.entries.map(({ name, shape }) => [name, shape]).sort()).toEqual(
      Object.entries(golden.tensors)
        .map(([name, { shape }]) => [name, shape])
        .sort(),
    );
    const withoutQuants = await rewritten(new Set(floats.map(([name]) => name)));
    const { tensors } = await loadSafetensors(withoutQuants);
    for (const [name, { values, shape }] of floats) {
      expect(tensors.get(name)).toEqual({ shape, values: floatsOf(values) });
    }
  });

  it("writes the same bytes, in whatever order the tensors come", async () => {
    const copy = await rewritten(new Set(Object.keys(golden.tensors)));
    expect(readFileSync(copy).equals(goldenFile)).toBe(true);
  });

  /** The golden file's tensors of these names, written by us, names in reverse. */
  async function rewritten(names: ReadonlySet<string>): Promise<string> {
    const { entries } = await read(goldenFile);
    const tensors = entries
      .filter(({ name }) => names.has(name))
      .map((entry): [string, TensorToWrite] => {
        const { buffer } = Uint8Array.from(goldenFile.subarray(entry.offset, entry.offset + entry.bytes));
        if (entry.dtype === "F32") return [entry.name, { shape: entry.shape, values: new Float32Array(buffer) }];
        if (entry.dtype === "U8") return [entry.name, { shape: entry.shape, values: new Uint8Array(buffer) }];
        return [
          entry.name,
          { shape: entry.shape, values: new Uint16Array(buffer), dtype: entry.dtype as "F16" | "BF16" },
        ];
      });
    const copy = join(folder, "copy.safetensors");
    await writeSafetensors(copy, new Map(tensors.reverse()), { format: "pt" });
    return copy;
  }
});

describe("readSafetensors refuses", () => {
  const f32 = { dtype: "F32", shape: [2], data_offsets: [0, 8] };
  it.each([
    ["an absent file", () => readSafetensors(join(folder, "none")), "There is no file at"],
    ["seven bytes", () => read(Buffer.alloc(7)), "has only 7 bytes"],
    ["a header beyond the file", () => read(goldenFile.subarray(0, 100)), "claims a header of 520 bytes"],
    ["a header of 2^63 bytes", () => read(Buffer.from("ffffffffffffff7f00", "hex")), "at most 100000000 are legal"],
    ["a truncated file", () => read(goldenFile.subarray(0, -1)), 'tensor "quants" lies at bytes 64 to 71 of the data'],
    ["no JSON", () => read(withHeader("{oops")), "its header is not JSON"],
    [
      "no UTF-8",
      () => read(Buffer.concat([withHeader("").fill(2, 0, 1), Buffer.from([0x22, 0xff])])),
      "its header is not JSON",
    ],
    ["an array", () => read(withHeader([])), "is not a JSON object"],
    ["metadata of numbers", () => read(withHeader({ __metadata__: { a: 1 } })), "is not a map of strings"],
    ["an entry that is none", () => read(withHeader({ a: 5 })), 'tensor "a" has no entry of dtype'],
    ["an unknown dtype", () => read(withHeader({ a: { ...f32, dtype: "F4" } }, 8)), 'tensor "a" has the dtype "F4"'],
    ["an inherited dtype", () => read(withHeader({ a: { ...f32, dtype: "toString" } }, 8)), 'has the dtype "toString"'],
    ["a negative axis", () => read(withHeader({ a: { ...f32, shape: [-2] } }, 8)), "not a list of whole numbers"],
    ["one offset", () => read(withHeader({ a: { ...f32, data_offsets: [0] } }, 8)), "not two whole numbers"],
    [
      "offsets turned round",
      () => read(withHeader({ a: { ...f32, data_offsets: [8, 0] } }, 8)),
      "lies at bytes 8 to 0",
    ],
    [
      "a shape that does not fit",
      () => read(withHeader({ a: { ...f32, shape: [3] } }, 8)),
      "has 8 bytes, but its shape [3] in F32 needs 12",
    ],
    [
      "an overlap",
      () => read(withHeader({ a: f32, b: { ...f32, data_offsets: [4, 12] } }, 12)),
      'the tensors "a" and "b" overlap',
    ],
  ])("%s", async (_, attempt, message) => {
    await expect(attempt()).rejects.toMatchObject({ code: "bad-input", message: expect.stringContaining(message) });
  });

  it("an integer tensor as a weight, by name", async () => {
    writeFileSync(path, goldenFile);
    await expect(loadSafetensors(path)).rejects.toThrow('tensor "quants" is U8, which is not supported as a weight');
  });

  it("whatever is damaged, with an error that names it and no other", async () => {
    const at = fc.oneof(fc.nat(540), fc.nat(goldenFile.length - 1));
    const flips = fc.array(fc.tuple(at, fc.nat(255)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(flips, fc.oneof(fc.constant(goldenFile.length), at), async (changes, length) => {
        const bytes = Buffer.from(goldenFile);
        for (const [place, value] of changes) bytes[place] = value;
        const result = await read(bytes.subarray(0, length)).catch((error: unknown) => error);
        if (result instanceof TraitlabError) {
          expect(result.code).toBe("bad-input");
          return;
        }
        const { entries } = result as Awaited<ReturnType<typeof readSafetensors>>;
        for (const entry of entries) expect(entry.offset + entry.bytes).toBeLessThanOrEqual(length);
      }),
      { numRuns: 1500, seed: 0 },
    );
  });
});

describe("layoutSafetensors", () => {
  it("aligns every tensor and fills the gaps, so that the file has none", async () => {
    const specs = [
      { name: "a", dtype: "F32", shape: [3] },
      { name: "b", dtype: "U8", shape: [5, 5] },
      { name: "c", dtype: "U8", shape: [64] },
    ] as const;
    const layout = layoutSafetensors(specs, {}, 64);
    for (const { name } of specs) expect(layout.places.get(name)!.offset % 64).toBe(0);
    const file = await read(Buffer.concat([layout.header, Buffer.alloc(layout.size - layout.header.length)]));
    const inOrder = [...file.entries].sort((x, y) => x.offset - y.offset);
    for (const [i, entry] of inOrder.entries()) {
      expect(entry.offset + entry.bytes).toBe(inOrder[i + 1]?.offset ?? file.size);
    }
  });

  it("takes a name once", () => {
    const spec = { name: "a", dtype: "U8", shape: [1] } as const;
    expect(() => layoutSafetensors([spec, spec])).toThrow("the tensor name a is taken");
  });
});

describe("writeSafetensors", () => {
  const tensors = new Map([["a", { shape: [4], values: Float32Array.of(1, 2, 3, 4) }]]);

  it("leaves the old file, whole and alone, when the disk fills up", async () => {
    const place = join(folder, "full");
    const target = join(place, "a.safetensors");
    mkdirSync(place);
    writeFileSync(target, "old");
    for (const room of [0, 5, 60, 75]) {
      await expect(writeSafetensors(target, tensors, {}, diskOf(room))).rejects.toMatchObject({ code: "incomplete" });
      expect(readdirSync(place)).toEqual(["a.safetensors"]);
      expect(readFileSync(target, "utf8")).toBe("old");
    }
  });

  it("says which place cannot be written", async () => {
    const target = join(folder, "no", "such", "folder");
    await expect(writeSafetensors(target, tensors)).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining(target),
    });
  });
});
