import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { ExtractionFindings } from "../src/cli/vector/extract-work.ts";
import { temporaryFolder } from "../src/model/testing/folder.ts";
import { snapshot } from "../src/run/testing/fixtures.ts";
import { needBuild, traitlab } from "./command-line.ts";

beforeAll(needBuild);
vi.setConfig({ testTimeout: 240_000 });

const cwd = temporaryFolder();
const run = async (line: string) => {
  const ended = await traitlab(line, { cwd });
  expect(ended.code, ended.stderr).toBe(0);
  return ended.stdout;
};
const instructed =
  "vector extract -t E --from instructions --judge none --questions 6 --rollouts 1 --pairs 3 --max-new-tokens 16 --min-pairs 6";

describe("vector extract on the embedded model", () => {
  it("makes a vector of a pole from given answers, says how good it is in 80 columns, and the same again changes nothing", async () => {
    const said = await run("vector extract -t neuroticism:low --questions 24 -o calm");
    expect(said.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(said).toContain("24 of 24 pairs of answers were kept.");
    expect(existsSync(join(cwd, "calm/report.html"))).toBe(true);
    const kept = snapshot(join(cwd, "calm"));
    expect(Object.keys(kept).sort()).toEqual([
      "findings.json",
      "items.jsonl",
      "manifest.json",
      "report.html",
      "trait.json",
      "vector.safetensors",
    ]);
    const found = JSON.parse(
      await run("vector extract -t neuroticism:low --questions 24 -o calm --json"),
    ) as ExtractionFindings;
    expect(snapshot(join(cwd, "calm"))).toEqual(kept);
    expect(found.layers).toHaveLength(4);
    for (const { auc } of found.layers) expect(auc.low).toBeGreaterThan(0.8);
    expect(found.trait.pole).toBe("neuroticism/low");
    await run("report calm");
    expect(readFileSync(join(cwd, "calm/report.html"), "utf8")).toBe(kept["report.html"]);
    // Another vector's part is taken off.
    await run("vector extract -t E --questions 24 --orthogonal-to calm --recipe pca-center -o pure");
  });

  it("rolls out, and killed while it does and while it reads, goes on to the same bytes, whatever the batch", async () => {
    await run(`${instructed} -o whole`);
    const killed = async (when: RegExp) => {
      const ended = await traitlab(`${instructed} -o parts`, {
        cwd,
        onStderr: (text, kill) => when.test(text) && kill("SIGKILL"),
      });
      expect(ended.code).toBe("SIGKILL");
    };
    await killed(/answer: \d+\/36/);
    await killed(/read answers: \d+\/36/);
    await run(`${instructed} --batch 3 -o parts`);
    expect(snapshot(join(cwd, "parts"))).toEqual(snapshot(join(cwd, "whole")));
  });

  it.each([
    ["vector extract -o x", 2, "--trait is missing"],
    ["vector extract -t sarcastic -o x", 2, "written by a model: name it with --writer"],
    [
      "vector extract -t sycophantic --from answers -o x",
      2,
      'Given answers are of the poles of the Big Five, and "sycophantic" is none',
    ],
    ["vector extract -t sycophantic --judge classifier -o x", 2, "knows the poles of the Big Five only"],
    ["vector extract -t E --coherence judge -o x", 2, "--coherence judge needs a model as --judge"],
    ["vector extract -t E --layers 2-9 -o x", 3, "--layers names layer 4, and the model's layers are 0 to 3"],
    ["vector extract -t E --questions 8 -o x", 3, "8 of 8 pairs of answers were kept, and a vector needs at least 20"],
    ["vector extract -t E --questions 24 --pooling prompt-last -o y", 3, "both answer the same prompts"],
    ["vector extract -t E --orthogonal-to nowhere -o x", 3, "There is no vector at"],
  ])("%s is refused in one sentence", async (line, code, says) => {
    const ended = await traitlab(line, { cwd });
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(says);
  });
});
