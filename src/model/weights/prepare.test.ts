import { readdirSync, statSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSafetensors } from "../safetensors/read.ts";
import { openModel } from "../source.ts";
import { denseOf, readExternal, readFloats } from "../testing/dense.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { type TinyLlama, tinyTensors, writeTinyFolder, writeTinyGguf } from "../testing/tiny-llama.ts";
import { quantizeNf4 } from "./nf4.ts";
import { doubleQuantized } from "./nf4-absmax.ts";
import { type PrepareOptions, prepareWeights } from "./prepare.ts";
import { rangesOf, weightsOf } from "./prepared.ts";
import { readTensor } from "./read-tensor.ts";
import { type BlockEncoding, blockEncodings } from "./types.ts";

const root = temporaryFolder();
let count = 0;
const fresh = () => join(root, String(count++));

/** Biased, so that permuted vectors are there. */
const small: Partial<TinyLlama> = { layers: 1, vocab: 32, biases: "qkv" };
/** Wide enough for the K formats. */
const wide: Partial<TinyLlama> = { dModel: 256, heads: 8, kvHeads: 1, headDim: 32, dMlp: 256 };

async function gguf(options: Partial<TinyLlama> = {}) {
  const path = `${fresh()}.gguf`;
  writeTinyGguf(path, { ...small, ...(options.encoding?.endsWith("_k") ? wide : {}), ...options });
  return openModel(path);
}
async function folder(options: Partial<TinyLlama> = {}) {
  const path = fresh();
  await writeTinyFolder(path, { ...small, ...options });
  return openModel(path);
}
const prepare = (source: Awaited<ReturnType<typeof gguf>>, options: Partial<PrepareOptions> = {}) =>
  prepareWeights(source, { precision: "native", cacheDir: join(root, "cache"), ...options });

const worst = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
const largest = (a: Float32Array) => a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const same = (a: Uint8Array | Float32Array, b: Uint8Array | Float32Array) => Buffer.compare(raw(a), raw(b)) === 0;
const raw = ({ buffer, byteOffset, byteLength }: Uint8Array | Float32Array) =>
  Buffer.from(buffer, byteOffset, byteLength);
const isMatrix = ({ shape }: { shape: readonly number[] }) => shape.length === 2;

describe.each(blockEncodings)("a GGUF of %s", (encoding: BlockEncoding) => {
  it("runs in blocks, the same matrices to 1e-6", async () => {
    const source = await gguf({ encoding });
    const weights = await prepare(source);
    for (const tensor of source.tensors.values()) {
      const expected = await readTensor(tensor);
      if (isMatrix(tensor)) {
        const weight = weights.matrix(tensor.name, tensor.shape as [number, number]);
        expect(weight.kind).toBe("nbits");
        expect(worst(await denseOf(weight), expected)).toBeLessThanOrEqual(1e-6 * largest(expected));
      } else {
        expect(same(await readFloats(weights.vector(tensor.name, tensor.shape[0]!)), expected)).toBe(true);
      }
    }
  });

  it("runs in f32, bit for bit", async () => {
    const source = await gguf({ encoding });
    const weights = await prepare(source, { precision: "f32" });
    for (const tensor of [...source.tensors.values()].filter(isMatrix)) {
      const weight = weights.matrix(tensor.name, tensor.shape as [number, number]);
      expect(weight).toMatchObject({
        kind: "float",
        out: tensor.shape[0],
        in: tensor.shape[1],
        values: { dtype: "f32" },
      });
      expect(same(await denseOf(weight), await readTensor(tensor))).toBe(true);
    }
  });
});

describe("floats", () => {
  it.each(["f32", "f16", "bf16"] as const)(
    "of a folder (%s) are mapped where they lie, with no cache",
    async (encoding) => {
      const cacheDir = fresh();
      const source = await folder({ encoding });
      const weights = await prepare(source, { cacheDir });
      for (const [name, { shape, offset }] of source.tensors) {
        const weight = weights.index.tensors.get(name)!.weight;
        expect(rangesOf(weight)).toMatchObject([{ dtype: encoding, shape, file: source.files[0]!.path, offset }]);
      }
      expect(() => statSync(cacheDir)).toThrow("ENOENT");
      expect(weights.notes).toEqual([
        { encoding, runsAs: encoding, reason: "mapped from the file as it is", tensors: 15 },
      ]);
    },
  );

  it.each(["f32", "f16"] as const)(
    "of a GGUF (%s) are too, but q and k, whose rows are put back in order",
    async (encoding) => {
      const source = await gguf({ encoding });
      const weights = await prepare(source);
      const elsewhere = [...source.tensors.keys()].filter((name) => {
        return rangesOf(weights.index.tensors.get(name)!.weight)[0]!.file !== source.path;
      });
      expect(elsewhere.sort()).toEqual(
        ["k_proj.bias", "k_proj.weight", "q_proj.bias", "q_proj.weight"].map(
          (name) => `model.layers.0.self_attn.${name}`,
        ),
      );
      for (const { name, values } of tinyTensors(small)) {
        const read = await denseOf(weights.index.tensors.get(name)!.weight);
        expect(worst(read, values)).toBeLessThanOrEqual(encoding === "f32" ? 0 : 1e-3);
      }
    },
  );

  it("that start at an odd byte are copied", async () => {
    const source = await folder({ encoding: "bf16" });
    const [name, tensor] = [...source.tensors][0]!;
    const odd = { ...source, tensors: new Map([[name, { ...tensor, offset: tensor.offset + 1 }]]) };
    const weights = await prepare(odd);
    const [range] = rangesOf(weights.index.tensors.get(name)!.weight);
    expect(range!.offset % 64).toBe(0);
    expect(await readExternal(range!)).toEqual(
      await readExternal({ ...range!, file: tensor.file, offset: tensor.offset + 1 }),
    );
  });

  it("widen to f32 when asked", async () => {
    const source = await folder({ encoding: "bf16" });
    const weights = await prepare(source, { precision: "f32" });
    for (const tensor of source.tensors.values()) {
      const { weight } = weights.index.tensors.get(tensor.name)!;
      expect(rangesOf(weight)[0]!.dtype).toBe("f32");
      expect(same(await denseOf(weight), await readTensor(tensor))).toBe(true);
    }
  });
});

describe("NF4", () => {
  it.each([false, true])(
    "quantises the projections and nothing else (double quantisation: %s)",
    async (doubleQuant) => {
      // Rows of 96: blocks reach across rows.
      const source = await folder({ encoding: "bf16" });
      const weights = await prepare(source, { precision: "nf4", doubleQuant });
      for (const tensor of source.tensors.values()) {
        const { weight } = weights.index.tensors.get(tensor.name)!;
        if (!tensor.name.includes("_proj.weight")) {
          expect(weight.kind).toBe("float");
          continue;
        }
        if (weight.kind !== "nf4") throw new Error(`${tensor.name} is ${weight.kind}`);
        const whole = quantizeNf4(await readTensor(tensor));
        expect(same(await readExternal(weight.quants), whole.quants)).toBe(true);
        expect(same(await readFloats(weight.absmax), doubleQuant ? doubleQuantized(whole.absmax) : whole.absmax)).toBe(
          true,
        );
      }
    },
  );

  it("is made from an F16 GGUF in Hugging Face's order", async () => {
    const weights = await prepare(await gguf({ encoding: "f32" }), { precision: "nf4" });
    const name = "model.layers.0.self_attn.q_proj.weight";
    const { shape, values } = tinyTensors(small).find((tensor) => tensor.name === name)!;
    const weight = weights.matrix(name, shape as [number, number]);
    if (weight.kind !== "nf4") throw new Error(weight.kind);
    expect(same(await readExternal(weight.quants), quantizeNf4(values).quants)).toBe(true);
  });

  it("is refused for blocks, by name", async () => {
    await expect(prepare(await gguf({ encoding: "q4_1" }), { precision: "nf4" })).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringMatching(
        /NF4 is made from float weights, and tensor "model\.layers\.0\.self_attn\.q_proj\.weight" .* is Q4_1/,
      ),
    });
  });
});

describe("the cache file", () => {
  const filesIn = (cacheDir: string) => readdirSync(cacheDir);

  it("is one safetensors file with every tensor at a multiple of 64, and is counted", async () => {
    const cacheDir = fresh();
    const source = await gguf({ encoding: "q4_1" });
    const weights = await prepare(source, { cacheDir });
    const [name] = filesIn(cacheDir);
    const file = await readSafetensors(join(cacheDir, name!));
    for (const { offset } of file.entries.filter((entry) => !entry.name.startsWith("__padding")))
      expect(offset % 64).toBe(0);
    expect(file.metadata).toMatchObject({ precision: "native" });
    const ranges = [...weights.index.tensors.values()].flatMap(({ weight }) => rangesOf(weight));
    expect(weights.bytes).toBe(ranges.reduce((sum, { bytes }) => sum + bytes, 0));
    for (const { file: path, offset, bytes } of ranges) expect(offset + bytes).toBeLessThanOrEqual(statSync(path).size);
  });

  it("is made once, and again where it is damaged", async () => {
    const cacheDir = fresh();
    const source = await gguf({ encoding: "q8_0" });
    await prepare(source, { cacheDir });
    const path = join(cacheDir, filesIn(cacheDir)[0]!);
    const made = () => statSync(path).ino;
    const first = made();
    await prepare(source, { cacheDir });
    expect(made()).toBe(first);
    truncateSync(path, 100_000);
    const weights = await prepare(source, { cacheDir });
    expect(made()).not.toBe(first);
    expect(filesIn(cacheDir)).toHaveLength(1);
    const name = "model.layers.0.mlp.up_proj.weight";
    const dense = await denseOf(weights.matrix(name, [96, 64]));
    expect(worst(dense, await readTensor(source.tensors.get(name)!))).toBeLessThan(1e-6);
  });

  it("is another for another precision, and for another content of the model", async () => {
    const cacheDir = fresh();
    const source = await gguf({ encoding: "q8_0" });
    await prepare(source, { cacheDir });
    await prepare(source, { cacheDir, precision: "f32" });
    expect(filesIn(cacheDir)).toHaveLength(2);
    writeTinyGguf(source.path, { ...small, encoding: "q8_0", seed: 1 });
    await expect(prepare(source, { cacheDir })).rejects.toThrow("has changed since it was opened");
    await prepare(await openModel(source.path), { cacheDir });
    expect(filesIn(cacheDir)).toHaveLength(3);
  });

  it("may be made by several at once", async () => {
    const cacheDir = fresh();
    const source = await gguf({ encoding: "q5_1" });
    const all = await Promise.all([1, 2, 3].map(() => prepare(source, { cacheDir })));
    expect(filesIn(cacheDir)).toHaveLength(1);
    for (const weights of all) expect(weights.index).toEqual(all[0]!.index);
  });

  it("leaves nothing when it is stopped, and clears up after a process that was killed", async () => {
    const cacheDir = fresh();
    const source = await gguf({ encoding: "q4_0" });
    const controller = new AbortController();
    const seen: number[] = [];
    const stopped = prepare(source, {
      cacheDir,
      signal: controller.signal,
      onProgress: ({ done }) => {
        seen.push(done);
        controller.abort(new Error("enough"));
      },
    });
    await expect(stopped).rejects.toThrow("enough");
    expect(seen).toHaveLength(1);
    expect(filesIn(cacheDir)).toEqual([]);

    await prepare(source, { cacheDir });
    const [name] = filesIn(cacheDir);
    const [old, young] = ["0", "1"].map((digit) => join(cacheDir, `.${name}.${digit.repeat(12)}.tmp`));
    for (const path of [old!, young!]) writeFileSync(path, "part");
    utimesSync(old!, 1, 1);
    truncateSync(join(cacheDir, name!), 10);
    await prepare(source, { cacheDir });
    expect(filesIn(cacheDir).sort()).toEqual([name, young!.split("/").at(-1)].sort());
  });

  it("tells how far it is, to the end", async () => {
    const source = await gguf({ encoding: "q5_0" });
    const seen: { done: number; total: number }[] = [];
    await prepare(source, { cacheDir: fresh(), onProgress: (progress) => seen.push({ ...progress }) });
    expect(seen.at(-1)!.done).toBe(seen.at(-1)!.total);
    expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).sort((a, b) => a - b));
  });

  it("names the folder that cannot be made", async () => {
    const source = await gguf({ encoding: "q8_0" });
    await expect(prepare(source, { cacheDir: join(source.path, "cache") })).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("cannot be written"),
    });
  });
});

describe("Weights", () => {
  it("refuses a tensor that is missing or misshapen, by name", async () => {
    const weights = await prepare(await gguf({ encoding: "q8_0" }));
    expect(weights.has("model.norm.weight")).toBe(true);
    expect(() => weights.matrix("model.layers.9.mlp.up_proj.weight", [96, 64])).toThrow(
      'lacks the tensor "model.layers.9.mlp.up_proj.weight" of shape [96, 64]',
    );
    expect(() => weights.matrix("model.layers.0.mlp.up_proj.weight", [64, 96])).toThrow(
      "has the shape [96, 64], but its configuration asks for [64, 96]",
    );
    expect(() => weights.vector("model.norm.weight", 5)).toThrow("has the shape [64]");
  });

  it("is the same in another process, from its index", async () => {
    const weights = await prepare(await gguf({ encoding: "q4_0" }));
    const copy = weightsOf(structuredClone(weights.index));
    const shape = [96, 64] as const;
    const name = "model.layers.0.mlp.up_proj.weight";
    expect(copy.matrix(name, shape)).toEqual(weights.matrix(name, shape));
    expect([copy.bytes, copy.notes, copy.precision]).toEqual([weights.bytes, weights.notes, weights.precision]);
  });
});
