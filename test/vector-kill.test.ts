import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { differing, runFiles, TinyStudy } from "./tiny-study.ts";

vi.setConfig({ testTimeout: 600_000 });

const study = new TinyStudy();
const run = async (line: string, out: string, fault?: { at: string; count: number }) =>
  study.command([...line.split(" "), "-o", out, "--quiet"], {
    ...(fault && { fault: { in: "command", outcome: "command", ...fault } as const }),
  });

beforeAll(async () => {
  const made = await run("vector extract -t extraversion --questions 20", "v");
  expect(made.end, made.stderr).toBe(0);
});
afterAll(() => study.dispose());

const commands = [
  "study steer --traits E,E- --contrast 10 --layers 1 --strengths 0.5,0.7 --sweep 3 --questions 6 --random 1",
  "study shift --poles none --shares 100 --seeds 1 --questions 3 --methods prevent,prompt --doses 2 --epochs 1",
  "vector sweep v --layers 1 --strengths 0.3,0.6 --questions 3 --held-out 3 --random 1 --floor 50",
];

describe.each(commands)("%s", (line) => {
  it("killed while it writes items and findings, goes on to the same bytes", async () => {
    const name = line.split(" ").slice(0, 2).join("-");
    const whole = await run(line, `${name}-whole`);
    expect(whole.end, whole.stderr).toBe(0);
    const expected = runFiles(study.path(`${name}-whole`));
    const all = expected["items.jsonl"]!.split("\n").length - 1;
    let kept = 0;
    for (const share of [0.2, 0.5, 0.8]) {
      const count = Math.max(1, Math.floor(share * all) - kept);
      expect((await run(line, name, { at: "write .*items", count })).end).toBe("SIGKILL");
      kept = study.items(name);
      expect(kept).toBeLessThan(all);
    }
    expect((await run(line, name, { at: "findings", count: 1 })).end).toBe("SIGKILL");
    const ended = await run(line, name);
    expect(ended.end, ended.stderr).toBe(0);
    expect(differing(runFiles(study.path(name)), expected)).toEqual([]);
  });
});
