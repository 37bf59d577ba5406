import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { readWeightsFolder } from "./folder.ts";
import { writeSafetensors } from "./write.ts";

const root = temporaryFolder();
let count = 0;

/** A new folder with these files; a map of names and lengths is written as a safetensors file of that many values. */
async function folderOf(files: Record<string, string | Record<string, number>>): Promise<string> {
  const folder = join(root, String(count++));
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    if (typeof content === "string") writeFileSync(join(folder, name), content);
    else {
      const tensors = Object.entries(content).map(([tensor, length]) => {
        return [tensor, { shape: [length], values: new Float32Array(length) }] as const;
      });
      await writeSafetensors(join(folder, name), new Map(tensors));
    }
  }
  return folder;
}
const index = "model.safetensors.index.json";
const indexOf = (map: Record<string, unknown>) => JSON.stringify({ metadata: { total_size: 1 }, weight_map: map });

describe("readWeightsFolder", () => {
  it("reads one file", async () => {
    const folder = await folderOf({ "model.safetensors": { a: 3, b: 1 } });
    const { tensors, files } = await readWeightsFolder(folder);
    expect([...tensors.values()]).toMatchObject([
      { name: "a", shape: [3], encoding: "f32", bytes: 12, file: join(folder, "model.safetensors") },
      { name: "b", shape: [1], encoding: "f32", bytes: 4 },
    ]);
    expect(files).toHaveLength(1);
  });

  it("reads shards, through links as Hugging Face's cache lays them out", async () => {
    const blobs = await folderOf({ one: { a: 3 }, two: { b: 1, unlisted: 2 } });
    const folder = await folderOf({ [index]: indexOf({ a: "m-1.safetensors", b: "m-2.safetensors" }) });
    symlinkSync(join(blobs, "one"), join(folder, "m-1.safetensors"));
    symlinkSync(join(blobs, "two"), join(folder, "m-2.safetensors"));
    const { tensors, files } = await readWeightsFolder(folder);
    expect([...tensors.values()].map(({ name, file }) => [name, file])).toEqual([
      ["a", join(blobs, "one")],
      ["b", join(blobs, "two")],
    ]);
    expect(files.map(({ path }) => path)).toEqual([join(blobs, "one"), join(blobs, "two")]);
  });

  it.each([
    ["an empty folder", {}, "neither model.safetensors nor model.safetensors.index.json is there"],
    ["a folder of GGUFs", { "m.gguf": "" }, "it holds m.gguf; give that file itself"],
    ["an adapter", { "adapter_model.safetensors": "" }, "it holds a LoRA adapter"],
    ["a pickle", { "pytorch_model-00001-of-2.bin": "" }, "is a pickle, which can run code"],
    ["an index that is not JSON", { [index]: "{" }, "is not JSON"],
    ["an index of null", { [index]: "null" }, 'has no "weight_map"'],
    ["an index without a map", { [index]: "{}" }, 'has no "weight_map"'],
    ["a shard elsewhere", { [index]: indexOf({ a: "../x.safetensors" }) }, 'places tensor "a" in "../x.safetensors"'],
    ["a shard that is a number", { [index]: indexOf({ a: 5 }) }, 'places tensor "a" in 5'],
    ["a missing shard", { [index]: indexOf({ a: "x.safetensors" }) }, "There is no file at"],
    [
      "a shard without its tensor",
      { [index]: indexOf({ a: "x.safetensors" }), "x.safetensors": { b: 1 } },
      "which lacks it",
    ],
  ])("refuses %s", async (_, files, message) => {
    const folder = await folderOf(files as Record<string, string>);
    await expect(readWeightsFolder(folder)).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining(message),
    });
  });
});
