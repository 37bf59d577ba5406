import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { goldenFormats, putFile } from "../directions/formats/testing/golden.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { readTorchFile, type TorchFile } from "./read.ts";
import { TorchTensor } from "./value.ts";
import { writeTorchFile } from "./write.ts";

const folder = temporaryFolder();
const { files } = goldenFormats;
const open = (name: string) => readTorchFile(putFile(folder, `${name}.pt`, files[name]!.base64));

function tensorsIn({ value }: Pick<TorchFile, "value">): [string, TorchTensor][] {
  if (value instanceof TorchTensor) return [["", value]];
  const entries = [...(value as Map<string, unknown>)];
  return entries.filter((entry): entry is [string, TorchTensor] => entry[1] instanceof TorchTensor);
}

describe("a file that torch.save wrote", () => {
  const readable = Object.keys(files).filter((name) => files[name]!.tensors !== undefined);

  it.each(readable)("%s: the values to the bit", async (name) => {
    const file = await open(name);
    const tensors = tensorsIn(file);
    expect(tensors.map(([key]) => key)).toEqual(Object.keys(files[name]!.tensors!));
    for (const [key, tensor] of tensors) {
      const { shape, values } = files[name]!.tensors![key]!;
      expect(tensor.shape).toEqual(shape);
      expect(new Uint8Array(file.values(tensor).buffer)).toEqual(new Uint8Array(Float32Array.from(values).buffer));
    }
  });

  it("has its notes, whatever plain values they are", async () => {
    const { value } = await open("dict");
    const notes = (value as Map<string, Map<string, unknown>>).get("metadata")!;
    expect(Object.fromEntries(notes)).toEqual({
      n: 3,
      big: 2 ** 40,
      huge: -(2n ** 70n),
      lr: 1.5,
      ok: true,
      no: null,
      list: [1, [2, "ü"]],
    });
  });

  it.each([
    ["module", "opcodes NEWOBJ, BUILD and the Python names torch.nn.modules.linear.Linear"],
    ["state", "opcodes BUILD;"],
    ["parameter", "Python names torch._utils._rebuild_parameter;"],
    ["int", "Python names torch.LongStorage;"],
    ["runs", "Python names posix.system;"],
    ["runs4", "Python names posix.system;"],
    ["numpy", "numpy"],
    ["old", "format from before version 1.6"],
    ["pickle", "a bare pickle"],
  ])("%s: is refused with what it asks for, and nothing is run", async (name, message) => {
    await expect(open(name)).rejects.toMatchObject({ code: "bad-input", message: expect.stringContaining(message) });
    expect(existsSync("/tmp/should-not-be-here")).toBe(false);
  });
});

describe("a damaged file", () => {
  const archive = (entries: Record<string, Uint8Array>, level: 0 | 6 = 0) => {
    const path = join(folder, "damaged.pt");
    writeFileSync(path, zipSync(entries, { level }));
    return readTorchFile(path);
  };
  const pickle = (text: string) => strToU8(text, true);
  /** A tensor of 4 floats: "0" stands for its storage, then offset, shape and strides. */
  const tensor = (arguments_: string, count = 4) =>
    pickle(
      "\x80\x02ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000" +
        `X\x03\0\0\0cpuK${String.fromCharCode(count)}tQ${arguments_}tR.`,
    );
  const data = new Uint8Array(16);

  it.each([
    ["no pickle", { "a/x": data }, "0 files data.pkl"],
    ["two pickles", { "a/data.pkl": data, "b/data.pkl": data }, "2 files data.pkl"],
    ["an empty pickle", { "a/data.pkl": new Uint8Array() }, "ends in the midst"],
    ["a byte that is no opcode", { "a/data.pkl": pickle("\x80\x02\xff") }, "byte 255 at 2 is no opcode"],
    ["a value that is not there", { "a/data.pkl": pickle("\x80\x02\x85.") }, "takes a value that is not there"],
    ["a mark that is not there", { "a/data.pkl": pickle("\x80\x02t.") }, "a mark that is not there"],
    ["a memo that was not set", { "a/data.pkl": pickle("\x80\x02h\x07.") }, "memo 7"],
    ["a big-endian machine", { "a/data.pkl": pickle("\x80\x02N."), "a/byteorder": pickle("big") }, "big-endian"],
    [
      "a storage of another size",
      { "a/data.pkl": tensor("K\0K\x02K\x02\x86K\x02K\x01\x86"), "a/data/0": pickle("123") },
      "16 bytes, and it has 3",
    ],
    ["no storage", { "a/data.pkl": tensor("K\0K\x02K\x02\x86K\x02K\x01\x86") }, 'lacks the storage "0"'],
    [
      "a tensor beyond its storage",
      { "a/data.pkl": tensor("K\x01K\x02K\x02\x86K\x02K\x01\x86"), "a/data/0": data },
      "beyond its 4 numbers",
    ],
    [
      "a tensor of too many values",
      { "a/data.pkl": tensor("K\0J\0\0\0\x10K\x02\x86K\0K\0\x86"), "a/data/0": data },
      "shape [268435456,2]",
    ],
    ["strides that do not fit", { "a/data.pkl": tensor("K\0K\x02K\x02\x86K\x02\x85"), "a/data/0": data }, "1 strides"],
  ])("%s", async (_, entries, message) => {
    const read = async () => {
      const file = await archive(entries as Record<string, Uint8Array>);
      return file.values(file.value as TorchTensor);
    };
    await expect(read()).rejects.toMatchObject({ code: "bad-input", message: expect.stringContaining(message) });
  });

  it("that is compressed, cut short or no zip archive is refused", async () => {
    await expect(archive({ "a/data.pkl": pickle("\x80\x02N.".repeat(100)) }, 6)).rejects.toThrow("compressed");
    const whole = Buffer.from(files.f32!.base64, "base64");
    const path = join(folder, "cut.pt");
    for (const length of [2, 100, whole.length - 1]) {
      writeFileSync(path, whole.subarray(0, length));
      await expect(readTorchFile(path)).rejects.toThrow("damaged zip archive");
    }
    writeFileSync(path, "hello");
    await expect(readTorchFile(path)).rejects.toThrow("not a PyTorch file");
    writeFileSync(path, "");
    await expect(readTorchFile(path)).rejects.toThrow("not a PyTorch file");
    await expect(readTorchFile(join(folder, "none.pt"))).rejects.toThrow("no file");
  });
});

describe("a file that is written", () => {
  it("comes back to the bit with what is beside it, and is the same bytes each time", async () => {
    const values = Float32Array.of(1e-45, -0, 0.1, 3.4028235e38, 1 / 3, -(2 ** -126));
    const path = join(folder, "written.pt");
    writeTorchFile(path, { rows: 2, columns: 3, values }, { "about.json": '{"ü":1}' });
    const first = readFileSync(path);
    writeTorchFile(path, { rows: 2, columns: 3, values }, { "about.json": '{"ü":1}' });
    expect(readFileSync(path)).toEqual(first);
    const file = await readTorchFile(path);
    const [[, tensor]] = tensorsIn(file) as [[string, TorchTensor]];
    expect(tensor.shape).toEqual([2, 3]);
    expect(new Uint8Array(file.values(tensor).buffer)).toEqual(new Uint8Array(values.buffer));
    expect(file.extra("about.json")).toBe('{"ü":1}');
    expect(file.extra("other")).toBeUndefined();
  });
});
