import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { readSweepFindings } from "../src/measure/steering-sweep/findings.ts";
import { temporaryFolder } from "../src/model/testing/folder.ts";
import { tagsOf } from "../src/report/testing/well-formed.ts";
import { readSteerFindings } from "../src/study/steer/findings.ts";
import { needBuild, traitlab } from "./command-line.ts";

beforeAll(needBuild);
vi.setConfig({ testTimeout: 300_000 });

const cwd = temporaryFolder();
const read = (file: string) => readFileSync(join(cwd, file), "utf8");
const run = async (line: string) => {
  const ended = await traitlab(line, { cwd });
  expect(ended.code, ended.stderr).toBe(0);
  return ended.stdout;
};
const widest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

describe("vector sweep", () => {
  const small = "vector sweep v --layers 1,2 --strengths 0.3,0.6 --questions 4 --held-out 4 --random 2 --floor 50";

  it("says where a vector works best, notes it in its file, and does nothing the second time", async () => {
    await run("vector extract -t extraversion -o v --questions 20");
    const said = await run(`${small} -o s`);
    expect(widest(said)).toBeLessThanOrEqual(80);
    expect(said).toMatch(/extraversion-high works best behind layer \d at strength 0\.\d/);
    const report = read("s/report.html");
    tagsOf(report);
    const again = readSweepFindings(JSON.parse(await run(`${small} -o s --json`)), "stdout");
    const [sweep] = again.vectors;
    expect(sweep!.points).toHaveLength(4);
    expect(sweep!.zero.trait!.value).toBeLessThan(5);
    expect(sweep!.fresh!.random!.directions).toBe(2);
    expect(read("s/report.html")).toBe(report);
    await run("report s");
    expect(read("s/report.html")).toBe(report);
    const noted = await traitlab("induce steer --vector v -o p", { cwd });
    expect(noted.code === 0 || (sweep!.fresh!.gain!.value <= 0 && noted.code === 2)).toBe(true);
  });

  it("says in one sentence that nothing stays coherent, and leaves the vector's file alone", async () => {
    const before = readFileSync(join(cwd, "v/vector.safetensors"));
    const said = await run(`${small.replace("--floor 50", "--floor 100").replace("0.3,0.6", "2,4")}`);
    expect(said.replaceAll(/\s+/g, " ")).toMatch(
      /Coherence never reaches the floor of 100 .*: the best there was is \d+, at layer \d and strength/,
    );
    expect(readFileSync(join(cwd, "v/vector.safetensors"))).toEqual(before);
  });

  it.each([
    ["vector sweep v --layers 9", 3, /9/],
    ["vector sweep v --judge none", 2, /leaves nobody to say/],
    ["vector sweep nowhere", 3, /There is no vector at/],
    ["vector sweep v --strengths 0", 2, /--strengths takes/],
    ["study steer --traits E", 2, /takes at least two/],
    ["study steer --traits sycophantic,evil --from answers", 2, /take --from instructions/],
  ])("%s is refused", async (line, code, says) => {
    const ended = await traitlab(line, { cwd });
    expect([ended.code, ended.stderr.replaceAll(/\s+/g, " ")]).toEqual([code, expect.stringMatching(says)]);
  });
});

it("study steer on three poles: a verdict on each, steered personas, the same report again", async () => {
  const small =
    "study steer --traits E,E-,O --contrast 10 --layers 2 --strengths 0.5,0.7 --sweep 3 --questions 8 --random 1 -o t";
  const said = await run(small);
  expect(widest(said)).toBeLessThanOrEqual(80);
  expect(said).toMatch(/^We asked whether the vector of each of 3 traits/);
  const report = read("t/report.html");
  tagsOf(report);
  expect(report).toContain("traitlab study steer --traits extraversion-high,extraversion-low,openness-high");
  const findings = readSteerFindings(JSON.parse(await run(`${small} --json`)), "stdout");
  expect(findings.cells).toHaveLength(9);
  expect(findings.arms[0]!.id).toBe("zero");
  expect(findings.space!.vectors).toHaveLength(3);
  expect(await run("run show t")).toContain("study steer");
  expect(read("t/report.html")).toBe(report);
  const [steered] = findings.vectors.filter(({ best }) => best !== null);
  await run(`generate -p t/personas/${steered!.id} --max-new-tokens 8 Hello`);
});
