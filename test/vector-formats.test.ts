import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { goldenFormats } from "../src/model/directions/formats/testing/golden.ts";
import { temporaryFolder } from "../src/model/testing/folder.ts";
import { needBuild, traitlab } from "./command-line.ts";

beforeAll(needBuild);
vi.setConfig({ testTimeout: 240_000 });

const cwd = temporaryFolder();
const run = async (line: string | readonly string[]) => {
  const ended = await traitlab(line, { cwd });
  expect(ended.code, ended.stderr).toBe(0);
  return ended.stdout;
};
const tooLong = (text: string) => text.split("\n").filter((line) => line.length > 80);
const bytes = (name: string) => readFileSync(join(cwd, name));
const question = "Thinking about coffee, what are your thoughts on coffee?";
const answer = (options: string[]) => run(["generate", question, "--max-new-tokens", "30", ...options]);

beforeAll(() => run("vector extract -t extraversion --questions 24 -o v"));

describe("a vector goes to others and comes back", () => {
  it("as persona_vectors has it, and is the very same file again", async () => {
    const said = await run("vector export v --format persona-vectors -o out.pt");
    expect(said).toContain("4 layers");
    expect(tooLong(said)).toEqual([]);
    expect(tooLong(await run("vector import out.pt -o back.safetensors"))).toEqual([]);
    expect(bytes("back.safetensors")).toEqual(bytes("v/vector.safetensors"));
  });

  it("a CSV does not say what it is: the unit of strengths is measured, and said to be", async () => {
    await run("vector export v --format csv -o joy.csv --layers 1,2 --unit");
    const { about, layers, notes } = JSON.parse(
      await run("vector import joy.csv -o joy.safetensors --meaning glee --json"),
    ) as {
      about: { meaning: string; medianNorms: Record<string, number>; recipe: object };
      layers: { layer: number; norm: number; share: number }[];
      notes: string[];
    };
    expect(notes.join()).toContain("measured on 64 neutral answers");
    expect(about.meaning).toBe("glee");
    expect(about.recipe).toMatchObject({ name: "import", format: "csv", norms: { answers: 64 } });
    expect(Object.keys(about.medianNorms)).toHaveLength(4);
    expect(layers.map(({ layer }) => layer)).toEqual([1, 2]);
    for (const { norm } of layers) expect(norm).toBeCloseTo(1, 5);
    // It is a vector like any other: it steers.
    await run("induce steer --vector joy.safetensors --layers 1 --strength 0.6 -o joyful");
    expect(await answer(["-p", "joyful"])).not.toBe(await answer([]));
  });
});

describe("folding", () => {
  it("writes a model that says what the steered persona says", async () => {
    await run("induce steer --vector v --layers 1,2 --strength 0.5 -o warm");
    const said = await run("vector fold v --layers 1,2 --strength 0.5 -o folded");
    expect(said).toMatch(/Layer 2: 0\.5, raw \d+\.\d+, where the residual stream is \d+\.\d long\./);
    expect(tooLong(said)).toEqual([]);
    expect(await answer(["-m", "folded"])).toBe(await answer(["-p", "warm"]));
    // It is still the model that is studied in its own way.
    expect(existsSync(join(cwd, "folded/traitlab.json"))).toBe(true);
  });
});

describe("what is refused, in one sentence", () => {
  beforeAll(async () => {
    writeFileSync(join(cwd, "runs.pt"), Buffer.from(goldenFormats.files.runs!.base64, "base64"));
    writeFileSync(join(cwd, "small.gguf"), Buffer.from(goldenFormats.repeng, "base64"));
    await run("induce steer --vector v --layers 1 --kind ablate -o ablated");
    await run("induce steer --vector v --layers 1 --strength 1 --positions response -o answering");
  });

  it.each([
    ["vector import runs.pt -o x", 3, "the Python names posix.system"],
    ["vector import small.gguf -o x", 3, "32 numbers, and the model's residual stream 192"],
    ["vector export v --format gguf --layers 0 -o x", 3, "only layer 0"],
    ["vector fold --strength 1 -o x", 2, "one of the two"],
    ["vector fold -p ablated -o x", 3, "each token's own projection"],
    ["vector fold -p answering -o x", 3, "a bias acts at every token"],
  ])("%s", async (line, code, says) => {
    const ended = await traitlab(line, { cwd });
    expect(ended.stderr.trim().split("\n").at(-1)).toContain(says);
    expect(ended.code).toBe(code);
    expect(existsSync(join(cwd, "x"))).toBe(false);
  });
});
