import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { temporaryFolder } from "../src/run/testing/fixtures.ts";
import { readShiftStudy } from "../src/study/shift/findings.ts";
import { needBuild, traitlab } from "./command-line.ts";

beforeAll(needBuild);

const small =
  "study shift --poles none --shares 100 --seeds 1 --questions 3 --methods prevent,prompt --doses 2 --epochs 1 -o s";

it("study shift on the embedded model: tunes, foretells and prevents, and does nothing the second time", async () => {
  const cwd = temporaryFolder();
  const first = await traitlab(small, { cwd });
  expect(first.code, first.stderr).toBe(0);
  expect(Math.max(...first.stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(first.stdout).toMatch(/^We asked whether training data foretell how far the embedded model moves/);
  const report = readFileSync(join(cwd, "s/report.html"), "utf8");
  expect(report).toContain(
    "traitlab study shift --shares 100 --poles none --doses 2 --methods prevent,prompt --questions 3 --seeds 1 --epochs 1",
  );
  const again = await traitlab(`${small} --json`, { cwd });
  const findings = readShiftStudy(JSON.parse(again.stdout), "stdout");
  expect(findings.arms.map(({ id }) => id)).toEqual(["base", "plain/0", "plain/100", "prevent/100", "prompt"]);
  expect((await traitlab("report s", { cwd })).code).toBe(0);
  expect(readFileSync(join(cwd, "s/report.html"), "utf8")).toBe(report);
}, 300_000);

it.each([
  ["--shares 0", /at least one share above 0/],
  ["-t sarcastic", /Unknown trait "sarcastic"/],
  ["--methods hope", /--methods takes/],
])("study shift %s is refused", async (options, message) => {
  const { code, stderr } = await traitlab(`study shift ${options}`);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});
