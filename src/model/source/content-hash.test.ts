import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openModel } from "../source.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { writeTinyFolder, writeTinyGguf } from "../testing/tiny-llama.ts";
import { contentHash } from "./content-hash.ts";

const root = temporaryFolder();
const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");

describe("contentHash", () => {
  it("of one file is the file's own", async () => {
    const path = join(root, "tiny.gguf");
    writeTinyGguf(path);
    expect(await (await openModel(path)).sha256()).toBe(sha256(readFileSync(path)));
  });

  it("of a folder depends on its content and not on where it lies or what else is there", async () => {
    const [folder, moved] = [join(root, "one"), join(root, "two")];
    await writeTinyFolder(folder);
    const hash = await (await openModel(folder)).sha256();
    const lines = ["config.json", "model.safetensors"].map(
      (name) => `${sha256(readFileSync(join(folder, name)))}  ${name}\n`,
    );
    expect(hash).toBe(sha256(lines.join("")));
    renameSync(folder, moved);
    writeFileSync(join(moved, "README.md"), "# hello");
    mkdirSync(join(moved, "tokenizer.json"));
    expect(await (await openModel(moved)).sha256()).toBe(hash);
    writeFileSync(join(moved, "generation_config.json"), "{}");
    expect(await (await openModel(moved)).sha256()).not.toBe(hash);
  });

  it("is remembered while size and time of change stay", async () => {
    const cacheDir = join(root, "cache");
    const path = join(root, "a.bin");
    const hashes = () => contentHash([{ name: "a.bin", path }], { cacheDir });
    writeFileSync(path, "one");
    expect(await hashes()).toBe(sha256("one"));
    utimesSync(path, 5, 5);
    expect(await hashes()).toBe(sha256("one"));
    writeFileSync(path, "two");
    utimesSync(path, 5, 5);
    expect(await hashes()).toBe(sha256("one"));
    utimesSync(path, 6, 6);
    expect(await hashes()).toBe(sha256("two"));
    const [note] = readdirSync(join(cacheDir, "hashes"));
    writeFileSync(join(cacheDir, "hashes", note!), '{"sha256":');
    expect(await hashes()).toBe(sha256("two"));
  });

  it("stops when aborted", async () => {
    const path = join(root, "b.bin");
    writeFileSync(path, "b");
    await expect(contentHash([{ name: "b", path }], { signal: AbortSignal.abort() })).rejects.toThrow("abort");
  });
});
