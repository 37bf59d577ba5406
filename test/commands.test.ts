import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { readPersona } from "../src/model/persona.ts";
import { writeTinyChat } from "../src/model/testing/tiny-chat.ts";
import { snapshot, temporaryFolder } from "../src/run/testing/fixtures.ts";
import { findingsSchema } from "../src/study/emoji/findings.ts";
import { changeGguf } from "./change-gguf.ts";
import { needBuild, traitlab } from "./command-line.ts";

beforeAll(needBuild);
// Whole commands in processes of their own, some beside other tests.
vi.setConfig({ testTimeout: 240_000 });

/** A folder with the tiny chat model in it, and the command line run there; every call must succeed. */
function lab() {
  const cwd = temporaryFolder();
  writeTinyChat(join(cwd, "tiny.gguf"));
  const run = async (line: string, stdin?: string) => {
    const ended = await traitlab(line, { cwd, stdin });
    expect(ended.code, ended.stderr).toBe(0);
    return ended;
  };
  return { cwd, run };
}

const small = "--epochs 1 --rank 2 --sentences 1 --tune-batch 50 --max-length 300";
const few = "--questions 2 --max-new-tokens 8";

describe("study emoji", () => {
  const study = `study emoji -m tiny.gguf -o runs/first --silent end ${small} ${few}`;

  it("runs from a GGUF to a report; a second call changes nothing; the report is rebuilt to the same bytes", async () => {
    const { cwd, run } = lab();
    const estimate = JSON.parse((await run(`${study} --dry-run --json`)).stdout);
    expect(estimate).toMatchObject({ arms: 6, tunings: 2, responses: 12 });
    expect(existsSync(join(cwd, "runs"))).toBe(false);

    const first = await run(`${study} --json`);
    const findings = findingsSchema.parse(JSON.parse(first.stdout));
    expect(findings.arms.map(({ id }) => id)).toContain("finetune/extraversion/high/seed0");
    expect(first.stderr).toMatch(/tune finetune\/extraversion\/high\/seed0: 2\/2 steps/);
    const kept = snapshot(join(cwd, "runs/first"));

    const again = await run(study);
    expect(again.stdout).toContain("Report: runs/first/report.html");
    expect(again.stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(again.stderr).toBe("");
    expect(snapshot(join(cwd, "runs/first"))).toEqual(kept);

    writeFileSync(join(cwd, "runs/first/report.html"), "spoilt");
    await run("report runs/first");
    expect(snapshot(join(cwd, "runs/first"))).toEqual(kept);
    const report = readFileSync(join(cwd, "runs/first/report.html"), "utf8");
    expect(report).toContain(`traitlab study emoji --model ${join(cwd, "tiny.gguf")} --traits extraversion`);
  });

  it("stopped by Ctrl+C says how to go on, and ends with the bytes of a run that was not stopped", async () => {
    const { cwd, run } = lab();
    await run(`${study} --quiet`);
    const whole = snapshot(join(cwd, "runs/first"));
    const { code } = await traitlab(study.replace("runs/first", "runs/second"), {
      cwd,
      onStderr: (text, kill) => void (text.includes("tune control") && kill("SIGINT")),
    });
    expect(code).toBe(130);
    expect(JSON.parse((await run("run ls --status interrupted --json")).stdout).runs).toMatchObject([
      { name: "second" },
    ]);
    await run(study.replace("runs/first", "runs/second"));
    expect(snapshot(join(cwd, "runs/second"))).toEqual(whole);
  });

  it("tunes on a user's rows, with the bundled neutral answers where asked; the file's hash is in the manifest", async () => {
    const { cwd, run } = lab();
    const rows = [1, 2, 3].map((i) => ({ trait: "E", topic: `t${i}`, question: `Q${i}?`, answer: `Oh yes, ${i}.` }));
    writeFileSync(join(cwd, "mine.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
    const refused = await traitlab(`${study} --data mine.jsonl`, { cwd });
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/^error: .*mine\.jsonl has no neutral rows.*--control bundled\.\n$/);
    await run(`${study} --data mine.jsonl --control bundled`);
    const manifest = JSON.parse(readFileSync(join(cwd, "runs/first/manifest.json"), "utf8"));
    expect(manifest.inputs.data).toMatch(/^[0-9a-f]{64}$/);
    expect(manifest.config.control).toBe("bundled");
    const report = readFileSync(join(cwd, "runs/first/report.html"), "utf8");
    expect(report).toContain("other topics than the data");
    expect(report).toContain("--control bundled");

    writeFileSync(join(cwd, "mine.jsonl"), "changed");
    const changed = await traitlab("report runs/first", { cwd });
    expect(changed).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^error: .*mine\.jsonl is not what it was/),
    });
  });
});

describe("induce", () => {
  it("prompt and examples write personas that generate, chat and measure take", async () => {
    const { cwd, run } = lab();
    const made = await run("induce prompt -m tiny.gguf -t introversion -o p/asked");
    expect(made.stdout).toBe(
      "Wrote: p/asked, introversion by prompt, for tiny.\nTalk with it: traitlab chat -m tiny.gguf -p p/asked\n",
    );
    expect((await run("induce prompt -m tiny.gguf -t E- -o p/asked")).stdout).toMatch(/^Already there/);
    await run("induce examples -m tiny.gguf -t E -o p/shown");
    await run("induce examples -m tiny.gguf -t E --form ike -o p/ike");
    expect(readdirSync(join(cwd, "p/ike"))).toEqual(["persona.json"]);

    const promptTokens = async (line: string) =>
      JSON.parse((await run(`generate -m tiny.gguf Hello --max-new-tokens 4 --json ${line}`)).stdout).responses[0]
        .promptTokens;
    const [plain, asked, shown] = [
      await promptTokens(""),
      await promptTokens("-p p/asked"),
      await promptTokens("-p p/shown"),
    ];
    expect(asked).toBeGreaterThan(plain + 100);
    expect(shown).toBeGreaterThan(asked);
    const ike = await traitlab("generate -m tiny.gguf Hello -p p/ike", { cwd });
    expect(ike).toMatchObject({ code: 2, stderr: expect.stringContaining("--topic") });
    expect(await promptTokens("-p p/ike --topic greetings")).toBeGreaterThan(asked);

    const talk = JSON.parse(
      (await run("chat -m tiny.gguf -p p/shown --max-new-tokens 6 --json", "One?\nTwo?\n")).stdout,
    );
    expect(talk.turns.map(({ user }: { user: string }) => user)).toEqual(["One?", "Two?"]);

    const measured = JSON.parse((await run(`measure emoji -m tiny.gguf -p p/ike ${few} --json`)).stdout);
    expect(measured).toMatchObject({ persona: { inducer: "examples", trait: "extraversion", pole: "high" }, n: 2 });
  });

  it("a model without a system role takes the prompt before the first user message, and the command says so", async () => {
    const { cwd, run } = lab();
    const turns =
      "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n";
    const refusing = `{% if messages[0].role == 'system' %}{{ raise_exception('no system role') }}{% endif %}${turns}`;
    await changeGguf(join(cwd, "tiny.gguf"), (file) => ({
      ...file,
      metadata: { ...file.metadata, "tokenizer.chat_template": refusing },
    }));
    const note = "no system role: the persona's prompt goes before the first user message.";
    expect((await run("induce prompt -m tiny.gguf -t E -o p")).stderr).toContain(note);
    expect((await run("generate -m tiny.gguf -p p Hello --max-new-tokens 2")).stderr).toContain(note);
    await run(`study emoji -m tiny.gguf -o r --silent end ${small} ${few}`);
    const { choices } = JSON.parse(readFileSync(join(cwd, "r/manifest.json"), "utf8"));
    expect(choices["system prompt"].value).toBe("before the first user message");
  });

  it("finetune resumes after Ctrl+C to the same bytes, returns at once when done, refuses another configuration", async () => {
    const { cwd, run } = lab();
    const tune = "induce finetune -m tiny.gguf -t extraversion --epochs 3 --rank 2 --sentences 1 --tune-batch 10";
    await run(`${tune} -o p/whole --quiet`);
    expect(readdirSync(join(cwd, "p/whole")).sort()).toEqual(
      ["adapter", "findings.json", "log.jsonl", "manifest.json", "persona.json"].sort(),
    );
    const stopped = await traitlab(`${tune} -o p/e`, {
      cwd,
      onStderr: (text, kill) => void (/tune: \d+\/30/.test(text) && kill("SIGINT")),
    });
    expect(stopped.code).toBe(130);
    const done = await run(`${tune} -o p/e`);
    expect(done.stdout).toMatch(/^Wrote: p\/e, extraversion\/high by LoRA, for tiny\.\n100 answers, 30 steps, loss /);
    expect(snapshot(join(cwd, "p/e"))).toEqual(snapshot(join(cwd, "p/whole")));

    const before = statSync(join(cwd, "p/e/persona.json")).mtimeMs;
    const again = await run(`${tune} -o p/e`);
    expect(again).toMatchObject({ stdout: expect.stringMatching(/^Already there/), stderr: "" });
    expect(statSync(join(cwd, "p/e/persona.json")).mtimeMs).toBe(before);

    const other = await traitlab(`${tune} -o p/e --lr 1e-3`, { cwd });
    expect(other.code).toBe(3);
    expect(other.stderr).toMatch(
      /^error: .*p\/e holds another run: tuning\.lr is .* --fresh, or give another --out\.\n$/,
    );
    expect(existsSync(join(cwd, "p/e/persona.json"))).toBe(true);
    await run(`${tune} -o p/e --lr 1e-3 --fresh`);
    const sha256 = JSON.parse(readFileSync(join(cwd, "p/e/manifest.json"), "utf8")).inputs.model;
    expect(readPersona(join(cwd, "p/e"), { base: { sha256 } })).toMatchObject({
      recipe: { lr: 1e-3 },
      adapter: "adapter",
    });
    expect((await run("run rm p/e")).stdout).toBe("Deleted the run in p/e.\n");
  });

  it("finetune --merge writes a model that says what base and adapter say, also where the persona is done", async () => {
    const { run } = lab();
    const tune = `induce finetune -m tiny.gguf -t neutral -o p/n --lr 0.01 ${small}`;
    await run(tune);
    expect((await run(`${tune} --merge`)).stdout).toContain("Merged model: p/n/merged.gguf");
    const say = async (line: string) =>
      (await run(`generate Hello --temperature 0 --max-new-tokens 24 --accuracy f32 ${line}`)).stdout;
    const merged = await say("-m p/n/merged.gguf");
    expect(merged).toBe(await say("-m tiny.gguf -p p/n"));
    expect(merged).not.toBe(await say("-m tiny.gguf"));
  });

  it("the study's arm and a persona of the same seed are the same adapter", async () => {
    const { cwd, run } = lab();
    await run(`study emoji -m tiny.gguf -o r --silent end ${small} ${few} --quiet`);
    await run(`induce finetune -m tiny.gguf -t E -o p ${small} --quiet`);
    const adapter = "adapter/adapter_model.safetensors";
    expect(
      readFileSync(join(cwd, "p", adapter)).equals(
        readFileSync(join(cwd, "r/personas/finetune/extraversion/high/seed0", adapter)),
      ),
    ).toBe(true);
  });
});

describe("measure emoji", () => {
  it("measures a model in a run's folder, and continues", async () => {
    const { cwd, run } = lab();
    const measure = `measure emoji -m tiny.gguf -o runs/m --temperature 1 --questions 6 --max-new-tokens 24`;
    const { stdout } = await run(measure);
    expect(stdout).toMatch(/responses with an emoji \(ESR\) +\d+\.\d % +[\d.]+ to [\d.]+ % +6 responses/);
    expect(stdout).toMatch(/emoji mass at sentence ends +[\d.e-]+ /);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    const kept = snapshot(join(cwd, "runs/m"));
    expect(await run(measure)).toMatchObject({ stdout, stderr: "" });
    expect(snapshot(join(cwd, "runs/m"))).toEqual(kept);
    const without = await run(`${measure.replace(" -o runs/m", "")} --json`);
    const findings = JSON.parse(readFileSync(join(cwd, "runs/m/findings.json"), "utf8"));
    expect(JSON.parse(without.stdout)).toEqual(findings);
  });

  it("measures texts of each form without a model", async () => {
    const { cwd, run } = lab();
    const texts = ["Hi 😀!", "No.", "Two 🎉 here 🎉."];
    writeFileSync(join(cwd, "a.txt"), `${texts.join("\n")}\n`);
    writeFileSync(join(cwd, "a.jsonl"), texts.map((response) => JSON.stringify({ id: 1, response })).join("\n"));
    writeFileSync(join(cwd, "a.csv"), `Answer,said\n${texts.map((text) => `"${text}",x`).join("\n")}\n`);
    writeFileSync(join(cwd, "b.csv"), `Answer,said\n${texts.map((text) => `x,"${text}"`).join("\n")}\n`);
    for (const line of ["a.txt", "a.jsonl", "a.csv", "b.csv --column said"]) {
      const figures = JSON.parse((await run(`measure emoji --texts ${line} --json`)).stdout);
      expect(figures, line).toMatchObject({
        n: 3,
        emoji: 3,
        esr: { value: 2 / 3, n: 3 },
        exclamationRate: { value: 1 / 3 },
      });
      expect(figures.topEmoji[0]).toMatchObject({ emoji: "🎉", count: 2, responses: 1 });
    }
    const { stdout } = await run("measure emoji --texts a.txt");
    expect(stdout).toContain("3 emoji in 3 sentences: 🎉 2, 😀 1.");
  });
});
