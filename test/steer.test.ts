import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../src/model/testing/folder.ts";
import { snapshot } from "../src/run/testing/fixtures.ts";
import { needBuild, traitlab } from "./command-line.ts";

beforeAll(needBuild);
vi.setConfig({ testTimeout: 240_000 });

const cwd = temporaryFolder();
const question = "Thinking about coffee, what are your thoughts on coffee?";
const run = async (line: string | readonly string[]) => {
  const ended = await traitlab(line, { cwd });
  expect(ended.code, ended.stderr).toBe(0);
  return ended.stdout;
};
const answer = (persona: string) =>
  run(["generate", question, "--max-new-tokens", "30", ...(persona ? ["-p", persona] : [])]);

describe("a vector from extraction to a persona", () => {
  beforeAll(() => run("vector extract -t extraversion -o v"));

  it("steers what is written; at zero strength nothing changes, and the same command changes nothing", async () => {
    const said = await run("induce steer --vector v --layers 1 --strength 0.6 -o up");
    expect(said).toMatch(/Layer 1: 0\.6 \(raw \d+\.\d\), where the residual stream is \d+\.\d long\./);
    expect(said.split("\n").filter((line) => line.length > 80)).toEqual([]);
    const kept = snapshot(join(cwd, "up"));
    expect(await run("induce steer --vector v --layers 1 --strength 0.6 -o up")).toContain("Already there");
    expect(snapshot(join(cwd, "up"))).toEqual(kept);
    await run("induce steer --vector v --layers 1 --strength 0 -o none");
    const [plain, none, up] = [await answer(""), await answer("none"), await answer("up")];
    expect(none).toBe(plain);
    expect(up).not.toBe(plain);
  });

  it("is measured by instruments, a persona like any other", async () => {
    const measured = JSON.parse(await run("measure classifier -p up --questions 8 --json")) as { schema: number };
    expect(measured.schema).toBe(1);
  });

  it("caps by a bound found on answers, and lies on top of another persona", async () => {
    await run("induce steer --vector v --layers 1 --kind ceiling --positions response -p up -o capped");
    const persona = JSON.parse(readFileSync(join(cwd, "capped/persona.json"), "utf8")) as {
      steering: { kind: string; bounds?: number[]; vectors: string }[];
    };
    expect(persona.steering.map(({ kind }) => kind)).toEqual(["add", "ceiling"]);
    expect(persona.steering[1]!.bounds).toHaveLength(1);
    expect(await answer("capped")).not.toBe(await answer("up"));
  });

  it.each([
    ["induce steer --layers 1 --strength 1 -o x", 2, "--vector is missing"],
    ["induce steer --vector v --layers 9 --strength 1 -o x", 3, "it has those of 0, 1, 2, 3"],
    ["induce steer --vector v --layers 1 --kind floor --strength 1 -o x", 2, "--strength is of --kind add"],
    ["induce steer --vector v --layers 1 --strength 1 --at 2 -o x", 2, "add needs no bound"],
    ["induce steer --vector v --layers 0,1 --kind floor --at 2 -o x", 2, "--at is a projection at one layer"],
    ["induce steer --vector nowhere --layers 1 --strength 1 -o x", 3, "There is no vector at"],
    ["induce steer --vector v --layers 1 --strength 0.5 -o up", 3, "holds another persona"],
  ])("%s is refused in one sentence", async (line, code, says) => {
    const ended = await traitlab(line, { cwd });
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(says);
  });

  it("a persona whose vector was lost is refused, not run without it", async () => {
    await run("induce steer --vector v --layers 1 --strength 0.2 -o lost");
    writeFileSync(join(cwd, "lost/vector-1.safetensors"), "nothing");
    const ended = await traitlab(["generate", question, "-p", "lost"], { cwd });
    expect(ended.code).toBe(3);
  });
});
