import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { embeddedModel } from "../src/cli/model-name.ts";
import { readPersona } from "../src/model/persona.ts";
import { writeTinyChat } from "../src/model/testing/tiny-chat.ts";
import { snapshot, temporaryFolder } from "../src/run/testing/fixtures.ts";
import { readCompanion } from "../src/trait/corpus/companion.ts";
import { changeGguf } from "./change-gguf.ts";
import { needBuild, traitlab } from "./command-line.ts";

beforeAll(needBuild);
// Whole commands in processes of their own, some beside other tests.
vi.setConfig({ testTimeout: 240_000 });

/** A folder, and the command line run there, with the embedded model where it is not told otherwise; every call must succeed. */
function lab() {
  const cwd = temporaryFolder();
  const run = async (line: string | readonly string[], stdin?: string) => {
    const ended = await traitlab(line, { cwd, stdin });
    expect(ended.code, ended.stderr).toBe(0);
    return ended;
  };
  return { cwd, run };
}

/** The same with the tiny chat model in it, a GGUF. */
function labWithGguf() {
  const made = lab();
  writeTinyChat(join(made.cwd, "tiny.gguf"));
  return made;
}

const small = "--epochs 1 --rank 2 --tune-batch 50";
const few = "--questions 2 --max-new-tokens 8";
/** What the embedded model's folder says of itself, for one that says nothing. */
const short = "--sentences 1 --max-length 300";

describe("study emoji", () => {
  const study = `study emoji -o runs/first --traits E --silent end --explain none ${small} ${few}`;

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
    const made = await run("induce prompt -t introversion -o p/asked");
    expect(made.stdout).toMatch(
      /^Wrote: p\/asked, introversion by prompt, for embedded\.\n\n“You are a person who is[^”]+”\n\nTalk with it: traitlab chat -p p\/asked\n$/,
    );
    expect((await run("induce prompt -t E- -o p/asked")).stdout).toMatch(/^Already there/);
    await run("induce examples -t E -o p/shown");
    await run("induce examples -t E --form ike -o p/ike");
    expect(readdirSync(join(cwd, "p/ike"))).toEqual(["persona.json"]);
    // The model's own answers are shown, not those that are bundled for other models.
    const { heldout } = readCompanion(embeddedModel)!.answers;
    const { demonstrations } = JSON.parse(readFileSync(join(cwd, "p/shown/persona.json"), "utf8"));
    expect(demonstrations[1].content).toBe(heldout[0]!.answers["extraversion/high"]);

    const promptTokens = async (line: string) =>
      JSON.parse((await run(`generate Hello --max-new-tokens 4 --json ${line}`)).stdout).responses[0].promptTokens;
    const [plain, asked, shown] = [
      await promptTokens(""),
      await promptTokens("-p p/asked"),
      await promptTokens("-p p/shown"),
    ];
    expect(asked).toBeGreaterThan(plain + 10);
    expect(shown).toBeGreaterThan(plain + 50);
    const ike = await traitlab("generate Hello -p p/ike", { cwd });
    expect(ike).toMatchObject({ code: 2, stderr: expect.stringContaining("--topic") });
    expect(await promptTokens("-p p/ike --topic greetings")).toBeGreaterThan(asked);

    const talk = JSON.parse((await run("chat -p p/shown --max-new-tokens 30 --json", "One?\nTwo?\n")).stdout);
    expect(talk.turns.map(({ user }: { user: string }) => user)).toEqual(["One?", "Two?"]);
    for (const { assistant } of talk.turns) expect(assistant).toMatch(/^[A-Z].* .*[.?]/);

    const measured = JSON.parse((await run(`measure emoji -p p/ike ${few} --json`)).stdout);
    expect(measured).toMatchObject({ persona: { inducer: "examples", trait: "extraversion", pole: "high" }, n: 2 });
  });

  it("a model without a system role takes the prompt before the first user message, and the command says so", async () => {
    const { cwd, run } = labWithGguf();
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
    await run(`study emoji -m tiny.gguf -o r --silent end --explain none ${small} ${short} ${few}`);
    const { choices } = JSON.parse(readFileSync(join(cwd, "r/manifest.json"), "utf8"));
    expect(choices["system prompt"].value).toBe("before the first user message");
    const report = readFileSync(join(cwd, "r/report.html"), "utf8");
    expect(report).toContain(`traitlab study emoji --model ${join(cwd, "tiny.gguf")} --traits extraversion`);
  });

  it("finetune resumes after Ctrl+C to the same bytes, returns at once when done, refuses another configuration", async () => {
    const { cwd, run } = lab();
    const tune = "induce finetune -t extraversion --epochs 3 --rank 2 --tune-batch 10";
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
    expect(done.stdout).toMatch(
      /^Wrote: p\/e, extraversion\/high by LoRA, for embedded\.\n100 answers, 30 steps, loss /,
    );
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

  it.each([
    ["a GGUF", "-m tiny.gguf", `-t neutral ${short} ${small}`, "merged.gguf", "Hello"],
    [
      "a folder",
      "",
      "-t E --epochs 2 --tune-batch 10",
      "merged",
      "Thinking about tides, what are your thoughts on tides?",
    ],
  ])(
    "finetune --merge of %s writes a model that says what base and adapter say, also where the persona is done",
    async (_, which, data, merged, question) => {
      const { cwd, run } = labWithGguf();
      const tune = `induce finetune ${which} ${data} -o p/n --lr 0.01`;
      await run(tune);
      expect((await run(`${tune} --merge`)).stdout).toContain(`Merged model: p/n/${merged}`);
      const say = async (line: string) =>
        (
          await run([
            "generate",
            question,
            ...`--temperature 0 --max-new-tokens 24 --accuracy f32 ${line}`.split(" ").filter(Boolean),
          ])
        ).stdout;
      const said = await say(`-m p/n/${merged}`);
      expect(said).toBe(await say(`${which} -p p/n`));
      expect(said).not.toBe(await say(which));
      // Of a folder, what it brings along goes along.
      expect(readCompanion(join(cwd, "p/n", merged))).toEqual(which === "" ? readCompanion(embeddedModel) : undefined);
    },
  );
});

describe("measure emoji", () => {
  it("measures a model in a run's folder, and continues", async () => {
    const { cwd, run } = lab();
    const measure = `measure emoji -o runs/m --temperature 1 --questions 6 --max-new-tokens 24`;
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
