import { cpSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { childrenOf, differing, type Ended, runFiles, TinyStudy, until } from "./tiny-study.ts";

const study = new TinyStudy();
let whole: Ended;
let expected: Record<string, string>;

beforeAll(async () => {
  whole = await study.run("whole", { args: ["--json"] });
  expect(whole.end).toBe(0);
  expected = runFiles(study.path("whole"));
});
afterAll(() => study.dispose());

/** Makes an engine's start fail: a command that ends well all the same has started none. */
const noEngine = { in: "command", at: "^fork", outcome: "EACCES" } as const;

/** A copy of the finished run under another name. */
function copy(name: string): string {
  cpSync(study.path("whole"), study.path(name), { recursive: true });
  return study.path(name);
}

/** A copy as a kill before the last write would have left it: findings are to be made. */
function unfinished(name: string): string {
  const folder = copy(name);
  const path = join(folder, "manifest.json");
  const { items: _, ...manifest } = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify({ ...manifest, status: "running" }));
  return folder;
}

describe("results", () => {
  it.each([
    ["in batches of 1, with 2 threads", "--batch", "1", "--threads", "2"],
    ["in batches of 3", "--batch", "3"],
  ])("are the same bytes %s", async (name, ...args) => {
    const out = name.replace(/\W+/g, "-");
    expect((await study.run(out, { args })).end).toBe(0);
    expect(differing(runFiles(study.path(out)), expected)).toEqual([]);
  });
});

describe("a finished run", () => {
  it("returns at once, without an engine, with the same JSON and the same bytes", async () => {
    const again = await study.run("whole", { args: ["--json"], fault: noEngine });
    expect({ end: again.end, same: again.stdout === whole.stdout }).toEqual({ end: 0, same: true });
    expect(differing(runFiles(study.path("whole")), expected)).toEqual([]);
    const fresh = await study.run("without", { fault: noEngine });
    expect(fresh.end, "the fault does what it says").not.toBe(0);
  });

  it.each<[name: string, damage: (folder: string) => void, says: string]>([
    ["its report", (folder) => rmSync(join(folder, "report.html")), ""],
    ["its findings", (folder) => rmSync(join(folder, "findings.json")), "missing or damaged: findings.json."],
    [
      "half a line of its items",
      (folder) => truncateSync(join(folder, "items.jsonl"), statSync(join(folder, "items.jsonl")).size - 40),
      "missing or damaged: 1 of the 48 lines of items.jsonl.",
    ],
  ])("that has lost %s makes it again", async (name, damage, says) => {
    const out = name.replaceAll(" ", "-");
    damage(copy(out));
    const { end, stderr } = await study.run(out);
    expect(end).toBe(0);
    expect(stderr).toContain(says);
    expect(differing(runFiles(study.path(out)), expected)).toEqual([]);
  });
});

describe("a damaged run that is not finished", () => {
  const adapter = "personas/control/seed0/adapter";
  it.each<[name: string, damage: (folder: string) => void]>([
    ["a last item cut short", (folder) => truncateSync(join(folder, "items.jsonl"), 20_000)],
    ["no items", (folder) => rmSync(join(folder, "items.jsonl"))],
    ["a log of garbage", (folder) => writeFileSync(join(folder, "log.jsonl"), Buffer.from([0xff, 0x0a, 0x7b]))],
    ["no adapter", (folder) => rmSync(join(folder, adapter), { recursive: true })],
    ["half an adapter folder", (folder) => rmSync(join(folder, adapter, "adapter_config.json"))],
    ["no steps", (folder) => rmSync(join(folder, "steps"), { recursive: true })],
  ])("with %s is continued to the same bytes", async (name, damage) => {
    const out = name.replaceAll(" ", "-");
    damage(unfinished(out));
    const { end, stderr } = await study.run(out);
    expect(end, stderr).toBe(0);
    expect(differing(runFiles(study.path(out)), expected)).toEqual([]);
  });

  const edit = (file: string, change: (text: string) => string) => (folder: string) =>
    writeFileSync(join(folder, file), change(readFileSync(join(folder, file), "utf8")));
  const lines = (change: (lines: string[]) => string[]) =>
    edit("items.jsonl", (text) => change(text.split("\n")).join("\n"));
  it.each<[name: string, damage: (folder: string) => void, says: RegExp]>([
    [
      "no manifest",
      (folder) => rmSync(join(folder, "manifest.json")),
      /holds files but no run of traitlab; give a new/,
    ],
    ["half a manifest", edit("manifest.json", (text) => text.slice(0, 100)), /manifest\.json is not the manifest of a/],
    ["a line of garbage", lines((all) => all.with(4, "garbage")), /items\.jsonl line 5 is not a finished item: cut/],
    [
      "a line without its value",
      lines((all) => all.with(4, all[4]!.replace(/"value".*/, '"value":{}}'))),
      /items\.jsonl line 5 is/,
    ],
    ["two lines changed about", lines((all) => all.with(4, all[5]!)), /line 5 holds item q001 of base\/mass, where/],
    [
      "a line too many",
      edit("items.jsonl", (text) => `${text}{"group":"x","key":"y","value":1}\n`),
      /holds 1 items more than/,
    ],
    [
      "a step of garbage",
      edit("steps/tune/control/seed0.json", () => "x"),
      /seed0\.json is not the result of step tune\/control/,
    ],
  ])("with %s is refused in one sentence and left as it is", async (name, damage, says) => {
    const out = name.replaceAll(" ", "-");
    const folder = unfinished(out);
    damage(folder);
    const items = readFileSync(join(folder, "items.jsonl"), "utf8");
    const { end, stderr } = await study.run(out, { args: ["--quiet"] });
    expect(end).toBe(3);
    expect(stderr).toMatch(/^error: [^\n]*[.]\n$/);
    expect(stderr).toMatch(says);
    expect(readFileSync(join(folder, "items.jsonl"), "utf8")).toBe(items);
  });

  it("with a damaged checkpoint is refused by the checkpoint's name, and tunes again without it", async () => {
    const fault = { in: "engine", at: "rename .*step-13", outcome: "both" } as const;
    expect((await study.run("checkpoint", { fault })).end).toBe("SIGKILL");
    const checkpoints = study.path("checkpoint/checkpoints/tune__control__seed0");
    truncateSync(join(checkpoints, "step-10.safetensors"), 5000);
    const { end, stderr } = await study.run("checkpoint", { args: ["--quiet"] });
    expect(end).toBe(3);
    expect(stderr).toBe(
      `error: ${checkpoints}/step-10.safetensors is damaged: delete ${checkpoints} to begin the training again.\n`,
    );
    rmSync(checkpoints, { recursive: true });
    expect((await study.run("checkpoint")).end).toBe(0);
    expect(differing(runFiles(study.path("checkpoint")), expected)).toEqual([]);
  });
});

describe("another study in the same folder", () => {
  it("is refused in one sentence that names what differs, and changes nothing", async () => {
    const { end, stderr } = await study.run("whole", { args: ["--lr", "0.001", "--temperature", "1,0.7"] });
    expect(end).toBe(3);
    expect(stderr).toBe(
      "error: whole holds another run: temperature is [0.7] there and [1,0.7] here, tuning.lr is 0.002 there and 0.001 here; repeat its options to continue it, start over with --fresh, or give another --out.\n",
    );
    expect(differing(runFiles(study.path("whole")), expected)).toEqual([]);
  });

  it("starts over with --fresh, and leaves what is not the run's", async () => {
    const folder = copy("fresh");
    writeFileSync(join(folder, "notes.txt"), "mine");
    const args = ["--questions", "2", "--fresh"];
    expect((await study.run("fresh", { args })).end).toBe(0);
    expect(study.log("fresh").map(({ event }) => event)).toEqual([
      "open",
      "step",
      "step done",
      "step",
      "step done",
      "done",
    ]);
    expect(readFileSync(join(folder, "items.jsonl"), "utf8").split("\n")).toHaveLength(6 * 4 + 1);
    expect(readFileSync(join(folder, "notes.txt"), "utf8")).toBe("mine");
  });

  it("a model whose weights or answers have changed is another study, and gives no report of the old one", async () => {
    const model = study.copyModel("changed");
    const args = ["--model", model, "--questions", "1", "--max-new-tokens", "2", "--quiet"];
    expect((await study.run("model", { args })).end).toBe(0);
    const weights = (bytes: Buffer) => bytes.fill(1, bytes.length - 4);
    for (const [file, of, change] of [
      ["model.safetensors", "model", weights],
      ["answers.jsonl", "answers\\.jsonl", (bytes: Buffer) => Buffer.concat([bytes, Buffer.from("\n")])],
    ] as const) {
      const path = join(model, file);
      const old = readFileSync(path);
      writeFileSync(path, change(Buffer.from(old)));
      const { end, stderr } = await study.run("model", { args });
      expect(end).toBe(3);
      const hashes = `the SHA-256 of ${of} is [0-9a-f]{12}\\.\\.\\. there and [0-9a-f]{12}\\.\\.\\. here`;
      expect(stderr).toMatch(new RegExp(`^error: model holds another run: ${hashes}; repeat[^\\n]*\\n$`));
      const report = await study.command(["report", "model"]);
      expect(report.end).toBe(3);
      expect(report.stderr).toMatch(/^error: [^\n]* is not (the model that|what it was when) the run [^\n]*\n$/);
      writeFileSync(path, old);
    }
    expect((await study.command(["report", "model"])).end).toBe(0);
  });
});

describe("two processes on one folder", () => {
  it("the second is refused with the pid of the first, which is not disturbed", async () => {
    let second: Ended | undefined;
    let pid = 0;
    const first = await study.run("two", {
      during: async (child) => {
        pid = child.pid!;
        await until(() => study.has("two/items.jsonl") && childrenOf(pid).length > 0, "the first's start");
        second = await study.run("two", { fault: noEngine });
      },
    });
    expect(second).toEqual({
      end: 3,
      stdout: "",
      stderr: `error: two is in use by process ${pid}; wait for it or stop it, or give another --out.\n`,
    });
    expect(first.end).toBe(0);
    expect(differing(runFiles(study.path("two")), expected)).toEqual([]);
  });

  it("a lock whose process is gone, or whose pid is another's now, stops nobody", async () => {
    const folder = copy("locked");
    for (const [pid, start] of [
      [4_194_303, "long ago"],
      [process.pid, "long ago"],
    ])
      writeFileSync(
        join(folder, `lock-${pid}-0000000${pid === process.pid ? 1 : 2}.json`),
        JSON.stringify({ host: hostname(), pid, start }),
      );
    expect((await study.run("locked", { fault: noEngine })).end).toBe(0);
    expect(readdirSync(folder).filter((name) => name.startsWith("lock"))).toEqual([]);
  });
});
