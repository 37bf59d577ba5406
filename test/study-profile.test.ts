import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProfileFindings } from "../src/study/profile/findings.ts";
import { differing, type Fault, runFiles, TinyStudy } from "./tiny-study.ts";

const study = new TinyStudy();
const sizes = "--questions 3 --probes 3 --cells 2 --max-new-tokens 12 --epochs 1 --rank 2 --threads 1";
const profile = (out: string, fault?: Fault) =>
  study.command(["study", "profile", "--traits", "E", "--out", out, ...sizes.split(" ")], {
    ...(fault ? { fault } : {}),
  });
let expected: Record<string, string>;
let findings: ProfileFindings;

beforeAll(async () => {
  const { end, stderr } = await profile("whole");
  expect(end, stderr).toBe(0);
  expected = runFiles(study.path("whole"));
  findings = JSON.parse(expected["findings.json"]!) as ProfileFindings;
}, 300_000);
afterAll(() => study.dispose());

describe("study profile on the embedded model", () => {
  it("puts every instrument to base, prompt, control and tuned persona, and compares with the base item by item", () => {
    const names = ["questionnaire", "classifier", "style", "emoji", "sycophancy", "refusal", "capability"];
    expect(findings.subjects.map(({ key }) => key.id)).toEqual([
      "base",
      "prompt/extraversion/high",
      "control/seed0",
      "finetune/extraversion/high/seed0",
    ]);
    for (const { results } of findings.subjects) expect(Object.keys(results).sort()).toEqual([...names].sort());
    for (const name of names) expect(findings.deltas.some(({ instrument }) => instrument === name)).toBe(true);
    const [base, prompted] = findings.subjects as [(typeof findings.subjects)[0], (typeof findings.subjects)[0]];
    const [own, from] = [prompted, base].map(
      ({ results }) => results.questionnaire!.scores.find(({ trait }) => trait === "extraversion")!,
    );
    const delta = findings.deltas.find(
      ({ subject, instrument, key }) =>
        subject === prompted.key.id && instrument === "questionnaire" && key === own!.key,
    );
    expect(delta!.difference).toMatchObject({ n: 24 });
    expect((delta!.difference as { value: number }).value).toBeCloseTo(own!.value! - from!.value!, 12);
    expect(findings.spillOver).toHaveLength(4);
    expect(findings.selfReport).toMatchObject([{ behaviour: "classifier", verdict: "cannot tell" }]);
  });

  it("says in plain sight that this model cannot read a questionnaire", () => {
    const { warnings } = findings.subjects[0]!.results.questionnaire!;
    expect(warnings.join(" ")).toMatch(/its answers are noise.*of the probability is on the options/s);
    expect(expected["report.html"]).toContain("its answers are noise");
  });

  it("leaves tables that a spreadsheet reads, a report that `report` writes again, and subjects that `compare` takes", async () => {
    const rows = expected["scores.csv"]!.trim().split("\n");
    expect(rows[0]).toMatch(/^subject,inducer,trait,pole,seed,instrument,key,label,value,low,high,n,delta,/);
    const scores = findings.subjects.flatMap(({ results }) => Object.values(results).flatMap((each) => each.scores));
    expect(rows).toHaveLength(1 + scores.length);
    expect((await study.command(["report", "whole"])).end).toBe(0);
    expect(differing(runFiles(study.path("whole")), expected)).toEqual([]);
    const { stdout } = await study.command(["compare", "whole#base", "whole#control/seed0", "--json"]);
    const compared = JSON.parse(stdout) as { scores: { instrument: string; key: string; difference: object }[] };
    for (const { instrument, key, difference } of compared.scores)
      expect(findings.deltas).toContainEqual(
        expect.objectContaining({ subject: "control/seed0", instrument, key, difference }),
      );
    const refused = await study.command(["compare", "whole", "whole#base"]);
    expect(refused).toMatchObject({
      end: 2,
      stderr: expect.stringContaining("measured 4 subjects: name one behind #"),
    });
  });

  it("killed inside any instrument it is continued to the same bytes", async () => {
    // Lines of the file of items come in the order of the instruments, subject by subject.
    const lines = expected["items.jsonl"]!.trim().split("\n");
    const groups = lines.map((line) => (JSON.parse(line) as { group: string }).group);
    const inside = (pattern: RegExp) => {
      const first = groups.findIndex((group) => pattern.test(group));
      expect(first, String(pattern)).toBeGreaterThanOrEqual(0);
      return first + 2;
    };
    const places = [
      /^base\/questionnaire/,
      /^base\/capability\/text/,
      /^prompt.*\/classifier/,
      /^prompt.*\/sycophancy/,
      /^finetune.*\/capability\/text/,
    ].map(inside);
    let before = 0;
    for (const place of places) {
      const { end } = await profile("killed", {
        in: "command",
        at: "write .*items",
        count: place - before,
        outcome: "command",
      });
      expect(end).toBe("SIGKILL");
      before = study.items("killed");
      expect(before).toBeLessThan(lines.length);
    }
    expect((await profile("killed")).end).toBe(0);
    expect(differing(runFiles(study.path("killed")), expected)).toEqual([]);
  }, 600_000);
});
