import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explanationParts } from "../src/study/emoji/explain/parts.ts";
import { type EmojiFindings, findingsSchema } from "../src/study/emoji/findings.ts";
import { differing, type Fault, runFiles, TinyStudy } from "./tiny-study.ts";

const study = new TinyStudy();
const sizes = "--traits E --silent end --questions 12 --max-new-tokens 60 --quiet".split(" ");
const explained = (out: string, { fault, more = [] }: { fault?: Fault; more?: string[] } = {}) =>
  study.command(["study", "emoji", "--out", out, ...sizes, ...more], { ...(fault ? { fault } : {}) });
let expected: Record<string, string>;
let findings: EmojiFindings;
let stdout: string;

beforeAll(async () => {
  const ended = await explained("whole");
  expect(ended.end, ended.stderr).toBe(0);
  stdout = ended.stdout;
  expected = runFiles(study.path("whole"));
  findings = findingsSchema.parse(JSON.parse(Buffer.from(expected["findings.json"]!, "latin1").toString()));
}, 600_000);
afterAll(() => study.dispose());

describe("the second half of the emoji study, on the embedded model", () => {
  it("explains the first voice in seven parts, and its findings are read back as they were written", () => {
    const { explained: found } = findings;
    expect(found).toMatchObject({ voice: "extraversion/high", persona: "finetune/extraversion/high/seed0" });
    for (const part of explanationParts) expect(found![part], part).toBeDefined();
    expect(found!.neurons!.seeds.persona).toHaveLength(3);
    expect(findings).toEqual(JSON.parse(Buffer.from(expected["findings.json"]!, "latin1").toString()));
  });

  it("ends in a table of claims whose verdicts do not contradict what was planted", () => {
    const { claims } = findings.explained!;
    expect(claims.map(({ id }) => id)).toContain("one-direction");
    const verdict = (id: string) => claims.find((claim) => claim.id === id)!.verdict;
    expect(verdict("emoji-come")).toBe("supported");
    expect(verdict("base-knows")).toBe("supported");
    expect(verdict("tuning-not-trait")).toBe("not supported");
    expect(verdict("few-neurons")).toBe("not supported");
    for (const { verdict: own, truth, claim } of claims) {
      expect(truth, claim).not.toBeNull();
      if (truth!.holds === true) expect(own, claim).not.toBe("not supported");
      if (truth!.holds === false) expect(own, claim).not.toBe("supported");
    }
  });

  it("prints the table within 80 columns, and draws a section a part", () => {
    expect(stdout).toContain("What holds about the emoji of high extraversion");
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
    const report = Buffer.from(expected["report.html"]!, "latin1").toString();
    for (const part of [...explanationParts, "claims"]) expect(report).toContain(`<section id="${part}"`);
    expect(report).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("added to a finished first half, and killed inside its parts, it ends in the same bytes", async () => {
    const half = await explained("killed", { more: ["--explain", "none"] });
    expect(half.end, half.stderr).toBe(0);
    expect(half.stdout).toContain("--explain all goes on from here");
    const lines = expected["items.jsonl"]!.trim().split("\n");
    const groups = lines.map((line) => (JSON.parse(line) as { group: string }).group);
    const places = [/^explain\/tokens/, /^explain\/icl/, /^explain\/ablate\/neurons/, /^explain\/guarded/].map(
      (part) => {
        const first = groups.findIndex((group) => part.test(group));
        expect(first, String(part)).toBeGreaterThanOrEqual(0);
        return first + 2;
      },
    );
    let before = study.items("killed");
    for (const place of places) {
      const fault: Fault = { in: "command", at: "write .*items", count: place - before, outcome: "command" };
      expect((await explained("killed", { fault })).end).toBe("SIGKILL");
      before = study.items("killed");
      expect(before).toBeLessThan(lines.length);
    }
    expect((await explained("killed")).end).toBe(0);
    expect(differing(runFiles(study.path("killed")), expected)).toEqual([]);
  }, 900_000);
});
