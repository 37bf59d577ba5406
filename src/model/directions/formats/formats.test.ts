import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { writeSafetensors } from "../../safetensors/write.ts";
import { temporaryFolder } from "../../testing/folder.ts";
import { goldenLlama } from "../../testing/golden-llama.ts";
import { relativeDifference } from "../../testing/relative-difference.ts";
import { writeTorchFile } from "../../torch-file/write.ts";
import { type Directions, directionTap } from "../about.ts";
import { writeDirections } from "../file.ts";
import { norm } from "../vectors.ts";
import { type VectorFormat, vectorFormats } from "./foreign.ts";
import { importVectors } from "./import.ts";
import { readForeignVectors } from "./read.ts";
import { goldenFormats, goldenFormatsFolder, putFile } from "./testing/golden.ts";
import { steeredLogits } from "./testing/steered-logits.ts";
import { exportDirections, unitDirections } from "./write.ts";

const folder = temporaryFolder();
const sha256 = "a".repeat(64);
const model = { name: "tiny", sha256 };
const size = { layers: 2, dModel: 32 };
const golden = goldenFormats.vectors.map((row) => Float32Array.from(row));
/** As persona_vectors has them: what its row k holds lies behind layer k - 1. */
const vectors = new Map([0, 1].map((layer) => [layer, golden[layer + 1]!]));
const place = { texts: 3, places: 30 };
const about: Directions["about"] = {
  model,
  meaning: "ümlaut",
  pooling: "mean",
  positions: "these; those",
  recipe: { name: "drawn", nested: { a: [1, 2] } },
  counts: { positive: place, negative: place },
  medianNorms: { "layers.0.resid_post": 1.5, "layers.1.resid_post": 0.1 + 0.2 },
};
const extension = (format: VectorFormat) =>
  ({ "persona-vectors": "pt", "assistant-axis": "pt", gguf: "gguf", safetensors: "safetensors", csv: "csv" })[format];
const pathOf = (format: VectorFormat) => join(folder, `${format}.${extension(format)}`);
const bits = (map: ReadonlyMap<number, Float32Array>) =>
  [...map].map(([layer, values]) => [
    layer,
    Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("hex"),
  ]);
const imported = async (
  path: string,
  options: Partial<Parameters<typeof importVectors>[1]> = {},
  format?: VectorFormat,
) => importVectors(await readForeignVectors(path, format, size), { model, sha256, ...options });

beforeAll(async () => {
  for (const format of vectorFormats) await exportDirections(pathOf(format), { about, vectors }, { format });
});

describe("the same vector in every format", () => {
  it.each(vectorFormats)("%s: comes back to the bit, with what it is", async (format) => {
    const back = await imported(pathOf(format));
    // llama.cpp has no place for layer 0.
    const expected = format === "gguf" ? new Map([[1, vectors.get(1)!]]) : vectors;
    expect(bits(back.vectors)).toEqual(bits(expected));
    if (format !== "csv") expect(back.about).toEqual(about);
    const first = readFileSync(pathOf(format));
    await exportDirections(pathOf(format), { about, vectors }, { format });
    expect(readFileSync(pathOf(format))).toEqual(first);
  });

  it.each(vectorFormats)("%s: steers as persona_vectors, assistant-axis and repeng do in PyTorch", async (format) => {
    const llama = await goldenLlama("tied");
    const back = await imported(pathOf(format));
    for (const [layer, vector] of back.vectors) {
      const shift = vector.map((x) => goldenFormats.coefficient * x);
      const steer = { kind: "add" as const, tap: directionTap(layer), vector: shift, positions: "all" as const };
      const found = await steeredLogits(llama, llama.case.sequences, [steer]);
      const own = Float32Array.from(goldenFormats.logits[layer + 1]!);
      expect(relativeDifference(found, own)).toBeLessThan(1e-5);
      // A layer off would show.
      const other = Float32Array.from(goldenFormats.logits[layer === 0 ? 2 : 1]!);
      expect(relativeDifference(found, other)).toBeGreaterThan(1e-2);
    }
  });

  it("is what the reference readers were given: the oracle reads these very bytes", () => {
    for (const [format, name] of [
      ["persona-vectors", "ours-persona-vectors.pt"],
      ["assistant-axis", "ours-assistant-axis.pt"],
      ["gguf", "ours.gguf"],
    ] as const)
      expect(readFileSync(pathOf(format)), name).toEqual(readFileSync(join(goldenFormatsFolder, name)));
  });

  it("any finite numbers survive a CSV, the hardest of them", () => {
    const line = fc.float32Array({ minLength: 4, maxLength: 4, noNaN: true, noDefaultInfinity: true });
    return fc.assert(
      fc.asyncProperty(line, async (values) => {
        const path = join(folder, "any.csv");
        await exportDirections(path, { about, vectors: new Map([[1, values]]) }, { format: "csv" });
        const { vectors: back } = await readForeignVectors(path, undefined, { layers: 2, dModel: 4 });
        expect(bits(back)).toEqual(bits(new Map([[1, values]])));
      }),
      { numRuns: 100 },
    );
  });
});

describe("files of others", () => {
  it("repeng's control vector: direction.N is layer N", async () => {
    const back = await imported(putFile(folder, "repeng.gguf", goldenFormats.repeng));
    expect(bits(back.vectors)).toEqual(bits(vectors));
    expect(back.about).toMatchObject({
      model,
      meaning: "the positive pole",
      recipe: { name: "import", format: "gguf" },
    });
    expect(back.about.counts).toBeUndefined();
    expect(back.about.medianNorms).toBeUndefined();
  });

  it("persona_vectors: the file's name says trait and place", async () => {
    const path = join(folder, "evil_prompt_last_diff.pt");
    writeTorchFile(path, { rows: 3, columns: 32, values: Float32Array.from(goldenFormats.vectors.flat()) });
    const foreign = await readForeignVectors(path, undefined, size);
    expect(foreign).toMatchObject({
      format: "persona-vectors",
      says: { meaning: "evil", pooling: "last token of the prompt" },
    });
    expect(foreign.notes.join()).toContain("Row 2 is taken for the output of layer 1");
    expect(bits(foreign.vectors)).toEqual(bits(vectors));
    const given = importVectors(foreign, { model, sha256, meaning: "malice", layers: [1] });
    expect([...given.vectors.keys()]).toEqual([1]);
    expect(given.about.meaning).toBe("malice");
  });

  it("assistant-axis says what + means", async () => {
    const path = join(folder, "axis.pt");
    writeTorchFile(path, { rows: 2, columns: 32, values: Float32Array.from(goldenFormats.vectors.slice(1).flat()) });
    const foreign = await readForeignVectors(path, undefined, size);
    expect(foreign.says.meaning).toContain("Assistant");
    expect(foreign.notes.join()).toContain("negative strengths");
    expect(bits(foreign.vectors)).toEqual(bits(vectors));
  });

  it("bare tensors by layer, or one matrix", async () => {
    const path = join(folder, "bare.safetensors");
    const tensor = (layer: number) => ({ shape: [32], values: vectors.get(layer)! });
    for (const name of ["layers.N.resid_post", "layer.N", "direction.N", "N"]) {
      await writeSafetensors(path, new Map([0, 1].map((layer) => [name.replace("N", String(layer)), tensor(layer)])));
      expect(bits((await imported(path)).vectors)).toEqual(bits(vectors));
    }
    const matrix = { shape: [3, 32], values: Float32Array.from(goldenFormats.vectors.flat()) };
    await writeSafetensors(path, new Map([["v", matrix]]));
    expect(bits((await imported(path)).vectors)).toEqual(bits(vectors));
  });
});

describe("what is refused", () => {
  const pt = (rows: number, columns: number, values = new Float32Array(rows * columns).fill(1)) => {
    const path = join(folder, "bad.pt");
    writeTorchFile(path, { rows, columns, values });
    return path;
  };

  it("a wrong width or depth, with what is legal", async () => {
    const legal = "[3, 32] (persona-vectors) or [2, 32] (assistant-axis) is legal";
    for (const [rows, columns] of [
      [3, 31],
      [4, 32],
      [1, 32],
    ] as const)
      await expect(imported(pt(rows, columns))).rejects.toThrow(
        `[${rows}, ${columns}]; for this model of 2 layers and width 32 ${legal}`,
      );
    await expect(imported(pt(3, 32), {}, "assistant-axis")).rejects.toThrow("assistant-axis was asked for");
    const path = join(folder, "bad.csv");
    writeFileSync(path, `2,${Array(32).fill(1)}\n`);
    await expect(imported(path)).rejects.toThrow('a vector "row 1", and the model has layers 0 to 1');
    writeFileSync(path, `1,${Array(31).fill(1)}\n`);
    await expect(imported(path)).rejects.toThrow("31 numbers, and the model's residual stream 32");
  });

  it("a number that is not finite and a vector without length, where they matter", async () => {
    const values = new Float32Array(96).fill(1);
    values[70] = Number.NaN;
    await expect(imported(pt(3, 32, values))).rejects.toThrow("layer 1 (layers.1.resid_post) holds NaN at place 6");
    expect((await imported(pt(3, 32, values), { layers: [0] })).vectors.size).toBe(1);
    await expect(imported(pt(3, 32, new Float32Array(96).fill(1, 64)))).rejects.toThrow(
      "layer 0 (layers.0.resid_post) is all zero",
    );
    await expect(imported(pt(3, 32), { layers: [5] })).rejects.toThrow("no vector of layer 5: it has those of 0, 1");
  });

  it("another model's, unless it is forced and fits", async () => {
    const other = { name: "other", sha256: "b".repeat(64) };
    for (const format of ["persona-vectors", "gguf", "safetensors"] as const) {
      await expect(imported(pathOf(format), { model: other })).rejects.toThrow('made with the model "tiny"');
      const forced = await imported(pathOf(format), { model: other, force: true });
      expect(forced.about).toMatchObject({
        model: other,
        meaning: "ümlaut",
        recipe: { name: "import", madeWith: model },
      });
      expect(forced.about.medianNorms).toBeUndefined();
    }
    const path = putFile(folder, "qwen.gguf", goldenFormats.repeng);
    writeFileSync(path, Buffer.from(readFileSync(path).toString("latin1").replace("llama", "qwen2"), "latin1"));
    await expect(imported(path)).rejects.toThrow('a model of the kind "qwen2"');
    expect((await imported(path, { force: true })).vectors.size).toBe(2);
  });

  it("files that are something else, each in a sentence", async () => {
    const path = join(folder, "v.safetensors");
    await writeDirections(path, { about, vectors });
    await expect(imported(path)).rejects.toThrow("a vector of traitlab already");
    await writeSafetensors(path, new Map([["lm_head.weight", { shape: [32], values: vectors.get(0)! }]]));
    await expect(imported(path)).rejects.toThrow('a tensor "lm_head.weight"');
    await expect(imported(pathOf("gguf"), {}, "persona-vectors")).rejects.toThrow(
      "is a .gguf file, and persona-vectors vectors",
    );
    await expect(imported(putFile(folder, "run.pt", goldenFormats.files.runs!.base64))).rejects.toThrow("posix.system");
    await expect(imported(putFile(folder, "two.pt", goldenFormats.files.shared!.base64))).rejects.toThrow(
      "2 tensors (a, b)",
    );
    for (const [name, text] of [
      ["a.csv", "layer,0\n1,x\n"],
      ["b.csv", 'layer,"0\n'],
      ["c.csv", "layer,0\n"],
      ["d.txt", "hello"],
      ["e.txt", ""],
    ] as const) {
      writeFileSync(join(folder, name), text);
      await expect(imported(join(folder, name))).rejects.toMatchObject({ code: "bad-input" });
    }
  });
});

describe("some layers alone", () => {
  const some: Directions = { about, vectors: new Map([[1, vectors.get(1)!]]) };

  it("are rows of zeros in others' matrices, which come back as layers that are not there", async () => {
    const path = join(folder, "some.pt");
    const { notes } = await exportDirections(path, some, { format: "persona-vectors" });
    expect(notes.join()).toContain("Rows of the layers 0 are zero");
    expect(bits((await imported(path)).vectors)).toEqual(bits(some.vectors));
    const deep = await exportDirections(path, some, { format: "assistant-axis", layers: 4 });
    expect(deep.notes.join()).toContain("layers 0, 2, 3");
    await expect(exportDirections(path, some, { format: "assistant-axis", layers: 1 })).rejects.toThrow("at least 2");
  });

  it("of layer 0 have no place in llama.cpp", async () => {
    const path = join(folder, "zero.gguf");
    const zero = { about, vectors: new Map([[0, vectors.get(0)!]]) };
    await expect(exportDirections(path, zero, { format: "gguf" })).rejects.toThrow("only layer 0");
    expect(existsSync(path)).toBe(false);
    const { layers, notes } = await exportDirections(path, { about, vectors }, { format: "gguf" });
    expect(layers).toEqual([1]);
    expect(notes).toHaveLength(1);
  });

  it("can be made of length 1", () => {
    const unit = unitDirections(some);
    expect(norm(unit.vectors.get(1)!)).toBeCloseTo(1, 6);
    expect(unit.about.recipe).toMatchObject({ name: "drawn", unitLength: true });
  });
});
