import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TraitlabError } from "./errors.ts";
import { readIfThere, removeTemporaries, type WriteAt, writeFileAtomic } from "./files.ts";
import { diskOf } from "./testing/disk.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "traitlab-files-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const thrownBy = (action: () => unknown): unknown => {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

describe("writeFileAtomic", () => {
  it("replaces the content and leaves nothing beside it", () => {
    const path = join(folder, "a.json");
    writeFileAtomic(path, "one");
    writeFileAtomic(path, new TextEncoder().encode("two 🎉"));
    expect(readFileSync(path, "utf8")).toBe("two 🎉");
    expect(readdirSync(folder)).toEqual(["a.json"]);
  });

  it("keeps the old content, whole, wherever the disk fills up", () => {
    const path = join(folder, "a.json");
    writeFileAtomic(path, "old");
    for (let room = 0; room < 8; room++) {
      const error = thrownBy(() => writeFileAtomic(path, "new text", diskOf(room)));
      expect(error).toBeInstanceOf(TraitlabError);
      expect(error).toMatchObject({
        code: "incomplete",
        message: expect.stringMatching(/^The disk is full: .*a\.json/),
      });
      expect(readFileSync(path, "utf8")).toBe("old");
      expect(readdirSync(folder)).toEqual(["a.json"]);
    }
    writeFileAtomic(path, "new text", diskOf(8));
    expect(readFileSync(path, "utf8")).toBe("new text");
  });

  it("goes on where the system takes a part at a time", () => {
    const path = join(folder, "a.txt");
    const room = diskOf(1000);
    const byteByByte: WriteAt = (fd, bytes, offset, _length, position) => room(fd, bytes, offset, 1, position);
    writeFileAtomic(path, "piece by piece", byteByByte);
    expect(readFileSync(path, "utf8")).toBe("piece by piece");
  });

  it("says which place cannot be written", () => {
    const path = join(folder, "missing", "a.json");
    expect(thrownBy(() => writeFileAtomic(path, "x"))).toMatchObject({
      code: "bad-input",
      message: expect.stringContaining(`${path} cannot be written`),
    });
  });
});

describe("removeTemporaries", () => {
  it("removes what a killed write left, and nothing of the user's", () => {
    writeFileSync(join(folder, ".a.json.0123456789ab.tmp"), "half");
    writeFileSync(join(folder, ".notes.tmp"), "mine");
    mkdirSync(join(folder, "steps"));
    writeFileSync(join(folder, "steps", ".b.json.0123456789ab.tmp"), "half");
    removeTemporaries(folder);
    expect(readdirSync(join(folder, "steps"))).toEqual([]);
    expect(readdirSync(folder)).toEqual([".notes.tmp", "steps"]);
  });
});

describe("readIfThere", () => {
  it("tells a missing file from one that cannot be read", () => {
    expect(readIfThere(join(folder, "none"))).toBeUndefined();
    mkdirSync(join(folder, "dir"));
    expect(thrownBy(() => readIfThere(join(folder, "dir")))).toMatchObject({ code: "bad-input" });
  });
});
