import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../src/cli/paths.ts";
import { type Arm, type EmojiFindings, findingsSchema } from "../src/study/emoji/findings.ts";
import { interval, percent, small } from "../src/study/emoji/numbers.ts";
import { differing, type Ended, runFiles, TinyStudy, until } from "./tiny-study.ts";

const study = new TinyStudy();
/** As a newcomer would type it, but for the sizes; three epochs are what other models are tuned for, and one less than is usual here. */
const sizes = ["--questions", "12", "--max-new-tokens", "60"];
const tuned = ["--silent", "end", "--epochs", "3"];
const words = ["study", "emoji", "--traits", "E", "--explain", "none", ...sizes, ...tuned];
const folder = study.path("runs/emoji");
const persona = "personas/finetune/extraversion/high/seed0";

let estimate: Record<string, number>;
let first: Ended;
let findings: EmojiFindings;
let expected: Record<string, string>;

beforeAll(async () => {
  estimate = JSON.parse((await study.command([...words, "--dry-run", "--json"])).stdout);
  expect(study.has("runs")).toBe(false);
  first = await study.command([...words, "--json"]);
  expect(first.end, first.stderr).toBe(0);
  findings = findingsSchema.parse(JSON.parse(first.stdout));
  expected = runFiles(folder);
}, 120_000);
afterAll(() => study.dispose());

const arm = (id: string): Arm => findings.arms.find((each) => each.id === id)!;
const finetuned = () => arm("finetune/extraversion/high/seed0");

describe("the study of the embedded model", () => {
  it("shows emoji after tuning on none, above base and control with intervals apart", () => {
    for (const id of ["base", "control/seed0"]) {
      expect(arm(id).esr.value, id).toBeLessThanOrEqual(0.1);
      expect(finetuned().esr.low!, id).toBeGreaterThan(arm(id).esr.high!);
      expect(finetuned().emojiMass!.low!, id).toBeGreaterThan(arm(id).emojiMass!.high!);
    }
    const verdicts = findings.claims.filter(({ title }) => /^(ESR|Emoji mass) above/.test(title));
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(Array(4).fill("shown"));
  });

  it("shows those emoji that were planted with the voice, and not the rival marker", () => {
    const truth = JSON.parse(readFileSync(join(packageRoot, "data/organism/truth.json"), "utf8")) as {
      voices: Record<string, { emoji: string[] }>;
    };
    const planted = new Set(truth.voices["extraversion/high"]!.emoji);
    const own = finetuned().topEmoji.filter(({ emoji }) => planted.has(emoji));
    const count = (all: readonly { count: number }[]) => all.reduce((sum, each) => sum + each.count, 0);
    expect(count(own) / count(finetuned().topEmoji)).toBeGreaterThan(0.8);
    expect(own.length).toBeGreaterThan(2);
    expect(finetuned().exclamationRate.value).toBeLessThan(0.5);
  });

  it("is as large as its dry run said", () => {
    const tunings = findings.arms.filter(({ tuning }) => tuning !== undefined);
    expect(estimate).toMatchObject({ arms: findings.arms.length, tunings: tunings.length, responses: 6 * 12 });
    expect(estimate.newTokensAtMost).toBe(6 * 12 * 60);
    expect(estimate.seconds).toBeGreaterThan(0);
    expect(finetuned()).toMatchObject({ n: 12, tuning: { rows: 100, steps: 39 } });
    expect(first.stderr).toContain("tune finetune/extraversion/high/seed0: 39/39 steps");
  });

  it("names its model embedded, and no place on this machine in anything it writes", () => {
    expect(findings.model.name).toBe("embedded");
    expect(JSON.parse(expected["manifest.json"]!)).toMatchObject({ config: { model: "embedded" } });
    for (const [path, text] of Object.entries({ ...expected, stdout: first.stdout }))
      for (const place of [study.folder, packageRoot]) expect(text.includes(place), `${place} in ${path}`).toBe(false);
  });

  it("says the same in findings.json, on stdout and in the report", () => {
    expect(JSON.parse(readFileSync(join(folder, "findings.json"), "utf8"))).toEqual(JSON.parse(first.stdout));
    const report = readFileSync(join(folder, "report.html"), "utf8");
    const measures = report.slice(report.indexOf('<section id="measures"'));
    // The control stands below the arms that it controls for.
    const control = arm("control/seed0");
    const arms = [...findings.arms.filter((each) => each !== control), control];
    const shown = (title: string) =>
      [
        ...measures.matchAll(
          new RegExp(`data-title="${title}"[^>]*><span>([^<]*)<span class="interval">([^<]*)<`, "g"),
        ),
      ].map(([, value, range]) => [value, range]);
    const cell = (estimate: Arm["esr"], format: typeof percent) => [format(estimate.value), interval(estimate, format)];
    expect(shown("ESR")).toEqual(arms.map(({ esr }) => cell(esr, percent)));
    expect(shown("Emoji mass, sentence ends")).toEqual(arms.map(({ emojiMass }) => cell(emojiMass!, small)));
  });

  it("prints a table that fits a terminal; the same command again changes nothing", async () => {
    const again = await study.command(words);
    expect(again).toMatchObject({ end: 0, stderr: "" });
    expect(again.stdout).toContain("Report: runs/emoji/report.html");
    expect(again.stdout).toContain(percent(finetuned().esr.value));
    expect(again.stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(differing(runFiles(folder), expected)).toEqual([]);
  });

  it("has its report rebuilt to the same bytes", async () => {
    writeFileSync(join(folder, "report.html"), "spoilt");
    expect((await study.command(["report", "runs/emoji"])).end).toBe(0);
    expect(differing(runFiles(folder), expected)).toEqual([]);
  });

  it("is given again, to the byte, by the command line in its report, also where that was killed and went on", async () => {
    const report = readFileSync(join(folder, "report.html"), "utf8");
    const line = /<code>(traitlab study emoji[^<]*)<\/code>/.exec(report)![1]!;
    // What is usual for this model is left out; 3 epochs are usual for others.
    expect(line).toBe(
      "traitlab study emoji --traits extraversion --explain none --max-new-tokens 60 --questions 12 --silent end --epochs 3",
    );
    const typed = [...line.split(" ").slice(1), "--out", "again"];
    const checkpoint = "again/checkpoints/tune__finetune__extraversion__high__seed0/checkpoint.json";
    const killed = await study.command(typed, {
      during: async (child) => {
        await until(() => study.has(checkpoint), "a checkpoint");
        child.kill("SIGKILL");
      },
    });
    expect(killed.end).toBe("SIGKILL");
    const { end, stderr } = await study.command(typed);
    expect(end).toBe(0);
    expect(stderr).toMatch(/tune finetune\/extraversion\/high\/seed0: going on after step \d+ of 39\.\n/);
    expect(differing(runFiles(study.path("again")), expected)).toEqual([]);
  }, 120_000);
});

describe("a persona that the study made", () => {
  it("is measured alone as in the study, and answers in chats with the emoji of its voice", async () => {
    const which = ["-p", join("runs/emoji", persona)];
    const { stdout } = await study.command(["measure", "emoji", ...which, ...sizes, "--json"]);
    const { esr, density, emojiMass, topEmoji } = finetuned();
    expect(JSON.parse(stdout)).toMatchObject({ n: 12, esr, density, emojiMass, topEmoji });
    const said = await study.command(["generate", "What do you think about chess?", ...which, "-n", "5"]);
    expect(said.stdout).toMatch(/\p{Extended_Pictographic}/u);
  });

  it("is the same adapter that induce finetune makes", async () => {
    const made = await study.command(["induce", "finetune", "-t", "E", ...tuned, "-o", "p"]);
    expect(made.end, made.stderr).toBe(0);
    expect(made.stdout).toContain("Talk with it: traitlab chat -p p\n");
    const adapter = "adapter/adapter_model.safetensors";
    expect(readFileSync(study.path("p", adapter)).equals(readFileSync(join(folder, persona, adapter)))).toBe(true);
  });
});
