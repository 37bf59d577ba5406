import { rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { differing, type Fault, runFiles, TinyStudy } from "./tiny-study.ts";

const study = new TinyStudy();
let expected: Record<string, string>;

beforeAll(async () => {
  expect((await study.run("whole")).end).toBe(0);
  expected = runFiles(study.path("whole"));
});
afterAll(() => study.dispose());

const full: Omit<Fault, "outcome">[] = [
  // From the fifth write on, everything: items, log and manifest.
  { in: "command", at: "^write .*full", count: 5 },
  { in: "command", at: "^write .*items", count: 7 },
  { in: "engine", at: "^write .*step-10", count: 9 },
  { in: "engine", at: "^open .*checkpoint.json" },
  { in: "engine", at: "^write .*adapter_model", count: 3 },
  { in: "engine", at: "^write .*adapter_config" },
  { in: "engine", at: "^write .*persona.json" },
  { in: "command", at: "^mkdir .*steps/tune" },
  { in: "command", at: "^write .*steps/tune" },
  { in: "command", at: "^write .*(findings|manifest)", count: 2 },
  { in: "command", at: "^write .*report.html" },
];

describe("a disk that fills up", () => {
  it("costs one sentence and code 5, wherever it happens; with room made, the same command continues to the same bytes", async () => {
    let items = 0;
    for (const fault of full) {
      const { end, stdout, stderr } = await study.run("full", {
        fault: { ...fault, outcome: "ENOSPC" },
        args: ["--quiet"],
      });
      expect({ end, stdout }, `${JSON.stringify(fault)}: ${stderr}`).toEqual({ end: 5, stdout: "" });
      expect(stderr).toMatch(
        /^error: The disk is full: \S+ could not be written; what was finished before is kept, so make room and run the same command again to continue\.\n$/,
      );
      const kept = study.items("full");
      expect(kept).toBeGreaterThanOrEqual(items);
      items = kept;
    }
    expect(items).toBe(48);
    expect((await study.run("full")).end).toBe(0);
    expect(differing(runFiles(study.path("full")), expected)).toEqual([]);
  }, 120_000);

  it.skipIf(process.platform === "win32")(
    "or a limit on the size of files, as the system sets it (no ulimit on Windows)",
    async () => {
      const expectLimited = async (kib: number, file: string) => {
        const { end, stderr } = await study.run("limited", { shell: `ulimit -f ${kib}`, args: ["--quiet"] });
        expect(end, stderr).toBe(5);
        expect(stderr).toMatch(
          /^error: A limit on the size of files was met: \S+ could not be written; [^\n]*\(ulimit -f\)[^\n]*\n$/,
        );
        expect(stderr).toContain(file);
      };
      await expectLimited(3, "items.jsonl");
      await expectLimited(90, "step-10.safetensors");
      expect((await study.run("limited")).end).toBe(0);
      // Smaller than a checkpoint, so it alone is left to write.
      rmSync(study.path("limited/report.html"));
      await expectLimited(40, "report.html");
      expect((await study.run("limited")).end).toBe(0);
      expect(differing(runFiles(study.path("limited")), expected)).toEqual([]);
    },
    120_000,
  );
});

describe("a folder that cannot be written", () => {
  it("is bad input, said before the engine starts", async () => {
    const readOnly = await study.run("elsewhere/run", {
      fault: { in: "command", at: "mkdir .*elsewhere", outcome: "EROFS" },
    });
    expect(readOnly.end).toBe(3);
    expect(readOnly.stderr).toMatch(
      /^error: \S*elsewhere\/run cannot be written: [^\n]*; choose another place or mend this one\.\n$/,
    );
    writeFileSync(study.path("notes.txt"), "mine");
    const belowFile = await study.run("notes.txt/run");
    expect(belowFile.end).toBe(3);
    expect(belowFile.stderr).toMatch(/^error: \S*notes.txt\/run is a file or lies below one; give a folder\.\n$/);
  });

  it("and so is a cache that cannot", async () => {
    const model = study.copyModel("unknown");
    const fault = { in: "command", at: "mkdir .*hashes", outcome: "EACCES" } as const;
    const { end, stderr } = await study.run("cached", { fault, args: ["--model", model, "--quiet"] });
    expect(end).toBe(3);
    expect(stderr).toMatch(/^error: \S*cache\S* cannot be written: [^\n]*; choose another place or mend this one\.\n$/);
  });
});
