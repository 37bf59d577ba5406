import { describe, expect, test } from "vitest";
import { type Figure, median, type Target, verdict } from "../bench/harness/compare.ts";
import { runOnce } from "../bench/harness/contender.ts";
import { runBench } from "../bench/harness.ts";

const speed: Figure = { name: "speed", title: "tokens/s", better: "more" };
const memory: Figure = { name: "memory", title: "peak MB", better: "less" };
const medians = new Map([
  ["ours", { speed: 30, memory: 500 }],
  ["slow", { speed: 10, memory: 1000 }],
  ["fast", { speed: 15, memory: 2000 }],
]);
const target = (figure: Figure, ratio?: number): Target => ({ figure, ours: "ours", against: ["slow", "fast"], ratio });
const contender = (name: string, script: string, request = {}) => ({
  name,
  command: [process.execPath, "-e", script],
  request,
});
const sample = (expression: string) =>
  contender(
    "ours",
    `const figures = { speed: ${expression} }; console.log("chatter\\n" + JSON.stringify({ figures, versions: { it: "1" } }))`,
  );

test("the median of an even number lies between the middle two", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 6])).toBe(5.5);
});

describe("a verdict", () => {
  test("compares with the best of the peers, whichever way is better", () => {
    expect(verdict(target(speed, 2), medians)).toBe("tokens/s: ours / fast = 2.00 (target >= 2: reached)");
    expect(verdict(target(speed, 2.1), medians)).toContain("MISSED");
    expect(verdict(target(memory, 0.5), medians)).toBe("peak MB: ours / slow = 0.50 (target <= 0.5: reached)");
    expect(verdict(target(memory, 0.4), medians)).toContain("MISSED");
    expect(verdict(target(speed), medians)).toContain("shown only");
  });

  test("says where there is nothing to compare", () => {
    const alone = new Map([["ours", { speed: 30 }]]);
    expect(verdict(target(speed, 2), alone)).toBe("tokens/s: no ratio, since slow and fast did not take part");
    expect(verdict(target(memory, 2), alone)).toContain("ours gave no figure");
  });
});

describe("a contender", () => {
  test("is given the request, and its last line counts", async () => {
    const one = await runOnce(contender("it", "console.log('noise\\n' + process.argv[1])", { absent: "why" }));
    expect(one).toEqual({ absent: "why" });
  });

  test("that is no program is absent; one that fails is an error", async () => {
    const missing = await runOnce({ name: "it", command: ["/no/such/python"], request: {} });
    expect(missing).toEqual({ absent: expect.stringContaining("/no/such/python") });
    await expect(runOnce(contender("it", "throw new Error('broken')"))).rejects.toThrow(
      /it ended with 1:[\s\S]*broken/,
    );
  });
});

test("a bench prints medians, ratios, versions and who is skipped", async () => {
  const lines: string[] = [];
  const gone = contender("slow", "console.log(JSON.stringify({ absent: 'not installed' }))");
  await runBench(
    {
      title: "work",
      contenders: [sample("30"), gone],
      figures: [speed],
      targets: [target(speed, 2)],
      notes: ["a note"],
    },
    { repeats: 2, print: (line) => lines.push(line) },
  );
  const text = lines.join("\n");
  expect(text).toMatch(/^work\n.* cores, .*2 threads, 2 x each in turn/);
  expect(text).toMatch(/^ours +30\.0$/m);
  expect(text).toContain("skipped: slow (not installed)");
  expect(text).toContain("tokens/s: no ratio, since slow and fast did not take part\na note");
  expect(text).toMatch(/^it 1$/m);
});
