import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diskOf } from "../base/testing/disk.ts";
import { AppendFile } from "./append-file.ts";
import { temporaryFolder, thrownBy } from "./testing/fixtures.ts";

describe("AppendFile", () => {
  const texts = ["one", "", "two 🎉", "x".repeat(70_000), "five"];
  const whole = texts.map((text) => `${text}\n`).join("");

  it("gives back the whole lines and cuts off a torn end, wherever a kill fell", () => {
    const path = join(temporaryFolder(), "a.jsonl");
    const bytes = Buffer.from(whole);
    fc.assert(
      fc.property(fc.nat(bytes.length), (cut) => {
        writeFileSync(path, bytes);
        truncateSync(path, cut);
        const expected = bytes.subarray(0, cut).toString("latin1").split("\n").length - 1;
        const { file, lines, tornBytes } = AppendFile.open(path);
        expect(lines).toEqual(texts.slice(0, expected));
        expect(tornBytes).toBe(cut - (bytes.subarray(0, cut).lastIndexOf(10) + 1));
        for (const text of texts.slice(expected)) file.append(text);
        file.close();
        expect(readFileSync(path, "utf8")).toBe(whole);
      }),
      { examples: [[0], [3], [4], [5], [12], [13], [bytes.length - 1], [bytes.length]] },
    );
  });

  it("keeps whole lines, and goes on, wherever the disk fills up", async () => {
    const path = join(temporaryFolder(), "a.jsonl");
    for (const room of [0, 1, 3, 4, 5, 10, 15, 40_000]) {
      writeFileSync(path, "");
      const { file } = AppendFile.open(path, diskOf(room));
      const error = await thrownBy(() => {
        for (const text of texts) file.append(text);
      });
      expect(error).toMatchObject({ code: "incomplete", message: expect.stringMatching(/^The disk is full: /) });
      file.close();
      const kept = readFileSync(path, "utf8");
      expect(whole.startsWith(kept)).toBe(true);
      expect(kept === "" || kept.endsWith("\n")).toBe(true);
      const again = AppendFile.open(path);
      for (const text of texts.slice(again.lines.length)) again.file.append(text);
      again.file.close();
      expect(readFileSync(path, "utf8")).toBe(whole);
    }
  });

  it("refuses bytes that are not text", async () => {
    const path = join(temporaryFolder(), "a.jsonl");
    writeFileSync(path, new Uint8Array([0x7b, 0xff, 0x0a]));
    expect(await thrownBy(() => AppendFile.open(path).lines)).toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("not UTF-8"),
    });
  });
});
