import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { TraitlabError } from "../base/errors.ts";
import { openRun, withRun } from "./open.ts";
import { Run } from "./run.ts";
import { processTable, runOptions, snapshot, temporaryFolder, thrownBy } from "./testing/fixtures.ts";

/** A study of two steps and two groups of items; `visit` sees each point where it could be stopped. */
async function study(run: Run, visit: (point: string) => void = () => {}) {
  const answer = async (group: string) => {
    const items = run.items<{ text: string }>(group, ["q0", "q1"]);
    for (const key of [...items.missing].reverse()) {
      visit(`${group} ${key}`);
      items.put(key, { text: `${group} ${key}` });
    }
    return items.values().map(({ text }) => text);
  };
  const base = await answer("base");
  const persona = "finetune/extraversion/high/seed0";
  const tuned = await run.step(
    `tune/${persona}`,
    async (checkpoints) => {
      visit("tuning");
      writeFileSync(join(checkpoints, "step-10"), "half way");
      visit("half tuned");
      writeFileSync(join(run.personaFolder(persona), "persona.json"), "{}");
      return { loss: 0.1 + 0.2 };
    },
    { leaves: [`personas/${persona}/persona.json`] },
  );
  visit("between");
  return { base, tuned, answers: await answer(persona) };
}

const out = () => join(temporaryFolder(), "runs", "first");

describe("openRun", () => {
  it("leaves what the design says, and no times outside the log", async () => {
    const dir = out();
    await withRun(dir, runOptions(), study);
    expect(Object.keys(snapshot(dir))).toEqual([
      "findings.json",
      "items.jsonl",
      "manifest.json",
      "personas/finetune/extraversion/high/seed0/persona.json",
      "steps/tune/finetune/extraversion/high/seed0.json",
    ]);
    expect(JSON.parse(readFileSync(join(dir, "manifest.json"), "utf8"))).toEqual({
      tool: "traitlab",
      schema: 1,
      status: "done",
      command: "study emoji",
      config: { questions: 40, traits: ["extraversion"] },
      seed: 0,
      inputs: { model: "ab".repeat(32) },
      items: 4,
      choices: {},
      versions: { traitlab: "0.1.0" },
      machine: { cores: 2 },
    });
    expect(readFileSync(join(dir, "log.jsonl"), "utf8")).toMatch(/"event":"done","time":"\d{4}-/);
  });

  it("continues to the same bytes wherever it was stopped", async () => {
    const whole = out();
    const points: string[] = [];
    await withRun(whole, runOptions(), (run) => study(run, (point) => points.push(point)));
    expect(points).toHaveLength(7);
    for (const stop of points) {
      const dir = out();
      const stopping = withRun(dir, runOptions(), (run) =>
        study(run, (point) => {
          if (point === stop) throw new TraitlabError("interrupted", "Stopped.");
        }),
      );
      await expect(stopping).rejects.toThrow(
        `Interrupted; what is finished is kept in ${dir}, and the same command continues it.`,
      );
      expect(JSON.parse(readFileSync(join(dir, "manifest.json"), "utf8"))).toMatchObject({
        status: "interrupted",
        error: { code: "interrupted", message: "Stopped." },
      });
      await withRun(dir, runOptions(), study);
      expect(snapshot(dir)).toEqual(snapshot(whole));
    }
  });

  it("computes nothing again: a step keeps its result, its checkpoints outlive a stop, a finished run returns at once", async () => {
    const dir = out();
    let computed = 0;
    const tune = (run: Run, fail: boolean) =>
      run.step("tune", async (checkpoints) => {
        computed++;
        const seen = existsSync(join(checkpoints, "step-1"));
        writeFileSync(join(checkpoints, "step-1"), "");
        if (fail) throw new Error("a bug");
        return { seen };
      });
    await expect(withRun(dir, runOptions(), (run) => tune(run, true))).rejects.toThrow("a bug");
    const findings = await withRun(dir, runOptions(), async (run) => [await tune(run, false), await tune(run, true)]);
    expect(findings).toEqual([{ seen: true }, { seen: true }]);
    expect(computed).toBe(2);
    expect(existsSync(join(dir, "checkpoints"))).toBe(false);
    expect(await withRun(dir, runOptions(), () => Promise.reject(new Error("not to be called")))).toEqual(findings);
  });

  it("runs a step again when what it left is gone", async () => {
    const dir = out();
    let computed = 0;
    const make = (run: Run) =>
      run.step(
        "make",
        async () => {
          writeFileSync(join(run.personaFolder("a"), "x"), "");
          return ++computed;
        },
        { leaves: ["personas/a/x"] },
      );
    const run = await openRun(dir, runOptions());
    expect([await make(run), await make(run)]).toEqual([1, 1]);
    rmSync(join(dir, "personas"), { recursive: true });
    expect(await make(run)).toBe(2);
    run.close();
  });

  it("goes on with a model that lies elsewhere, and writes down where", async () => {
    const dir = out();
    const at = (model: string) => runOptions({ config: { questions: 40, traits: ["extraversion"], model } });
    const run = await openRun(dir, at("/here/model.gguf"));
    run.stop(new TraitlabError("interrupted", "Interrupted."));
    run.close();
    const again = await openRun(dir, at("/there/model.gguf"));
    expect(again.manifest.config.model).toBe("/there/model.gguf");
    again.close();
  });

  it("grows by the parts that are asked for behind its own, and by what those read", async () => {
    const dir = out();
    const growing = (parts: string[], inputs = {}) => {
      const { config, ...plain } = runOptions();
      return {
        ...plain,
        config: { ...config, parts },
        inputs: { ...plain.inputs, ...inputs },
        growing: { options: ["parts"], inputs: ["reader"] },
      };
    };
    await withRun(dir, growing(["a"]), study);
    const visited: string[] = [];
    const again = await openRun(dir, growing(["a", "b"], { reader: "r" }));
    expect(again.done).toBe(false);
    expect(again.manifest).toMatchObject({ config: { parts: ["a", "b"] }, inputs: { reader: "r" } });
    again.finish(await study(again, (point) => visited.push(point)));
    again.close();
    expect(visited).toEqual(["between"]);
    for (const other of [growing(["a"], { reader: "r" }), growing(["b", "a"], { reader: "r" })])
      expect(await thrownBy(() => openRun(dir, other))).toMatchObject({
        code: "bad-input",
        message: expect.stringContaining("another run: parts is"),
      });
    for (const [inputs, named] of [
      [{ reader: "s" }, "reader"],
      [{ reader: "r", data: "d" }, "data"],
    ] as const)
      expect(await thrownBy(() => openRun(dir, growing(["a", "b", "c"], inputs)))).toMatchObject({
        message: expect.stringContaining(`another run: the SHA-256 of ${named} is`),
      });
  });

  it("refuses another configuration, naming the first keys that differ and both ways out", async () => {
    const dir = out();
    await withRun(dir, runOptions(), study);
    const other = runOptions({ seed: 1, config: { questions: 200, traits: ["extraversion"], cross: "silent" } });
    expect(await thrownBy(() => openRun(dir, other))).toMatchObject({
      code: "bad-input",
      message: `${dir} holds another run: cross is absent there and "silent" here, questions is 40 there and 200 here, seed is 0 there and 1 here; repeat its options to continue it, start over with --fresh, or give another --out.`,
    });
    const changedModel = runOptions({ inputs: { model: "cd".repeat(32) } });
    expect(await thrownBy(() => openRun(dir, changedModel))).toMatchObject({
      message: expect.stringContaining("the SHA-256 of model is abababababab... there and"),
    });
    expect(readdirSync(dir).filter((name) => name.startsWith("lock"))).toEqual([]);
  });

  it("goes on with other versions or on another machine, and says so", async () => {
    const dir = out();
    (await openRun(dir, runOptions())).close();
    const run = await openRun(dir, runOptions({ machine: { cores: 8 } }));
    expect(run.notes).toEqual([expect.stringContaining("machine.cores is 2 there and 8 here")]);
    expect(run.manifest.continuedWith).toEqual([{ versions: { traitlab: "0.1.0" }, machine: { cores: 8 } }]);
    run.close();
  });

  it("makes again what a finished run has lost of its items and findings, and adds to a log that is no text", async () => {
    const dir = out();
    const findings = await withRun(dir, runOptions(), study);
    const whole = snapshot(dir);
    const results = { items: join(dir, "items.jsonl"), findings: join(dir, "findings.json") };
    for (const [damage, lost] of [
      [() => rmSync(results.findings), "findings.json"],
      [() => writeFileSync(results.findings, "{"), "findings.json"],
      [() => truncateSync(results.items, statSync(results.items).size - 1), "1 of the 4 lines of items.jsonl"],
      [() => rmSync(results.items), "4 of the 4 lines of items.jsonl"],
    ] as const) {
      damage();
      writeFileSync(join(dir, "log.jsonl"), Buffer.from([0xff, 0xfe, 0x0a, 0x7b]));
      const notes: string[] = [];
      const again = await withRun(dir, runOptions(), (run) => {
        notes.push(...run.notes);
        return study(run);
      });
      expect(again).toEqual(findings);
      expect(notes).toEqual([`Made again, because missing or damaged: ${lost}.`]);
      expect(snapshot(dir)).toEqual(whole);
    }
  });

  it("tells what went wrong first, and gives the folder back whatever else fails", async () => {
    const dir = out();
    const failing = withRun(dir, runOptions(), async (run) => {
      vi.spyOn(run, "close").mockImplementationOnce(() => {
        Run.prototype.close.call(run);
        throw new Error("cannot be flushed");
      });
      throw new TraitlabError("memory", "The engine was killed");
    });
    await expect(failing).rejects.toThrow(
      `The engine was killed; what is finished is kept in ${dir}, and the same command continues it.`,
    );
    (await openRun(dir, runOptions())).close();
  });

  it("starts over with --fresh, deleting the run and nothing else", async () => {
    const dir = out();
    await withRun(dir, runOptions(), study);
    writeFileSync(join(dir, "notes.txt"), "mine");
    const run = await openRun(dir, runOptions({ seed: 1, fresh: true }));
    run.close();
    expect(readdirSync(dir).sort()).toEqual(["items.jsonl", "log.jsonl", "manifest.json", "notes.txt"]);
    expect(readFileSync(join(dir, "items.jsonl"), "utf8")).toBe("");
  });

  it("finishes a deletion that was cut short before it starts again", async () => {
    const dir = out();
    await withRun(dir, runOptions(), study);
    const manifest = JSON.parse(readFileSync(join(dir, "manifest.json"), "utf8"));
    writeFileSync(join(dir, "manifest.json"), JSON.stringify({ ...manifest, status: "discarded" }));
    rmSync(join(dir, "items.jsonl"));
    const run = await openRun(dir, runOptions());
    expect(run.done).toBe(false);
    expect(existsSync(join(dir, "steps"))).toBe(false);
    run.close();
  });

  it("touches no folder that is not a run's, with or without --fresh", async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, "thesis.tex"), "years of work");
    for (const fresh of [false, true]) {
      expect(await thrownBy(() => openRun(dir, runOptions({ fresh })))).toMatchObject({
        code: "bad-input",
        message: expect.stringContaining("holds files but no run of traitlab"),
      });
    }
    writeFileSync(join(dir, "manifest.json"), '{"name":"a web app"}');
    expect(await thrownBy(() => openRun(dir, runOptions({ fresh: true })))).toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("is not the manifest of a traitlab run"),
    });
    expect(readdirSync(dir).sort()).toEqual(["manifest.json", "thesis.tex"]);
    writeFileSync(join(dir, "manifest.json"), '{"tool":"traitlab","schema":2}');
    expect(await thrownBy(() => openRun(dir, runOptions()))).toMatchObject({
      message: expect.stringContaining("a newer traitlab (schema 2)"),
    });
    expect(await thrownBy(() => openRun(join(dir, "thesis.tex"), runOptions()))).toMatchObject({
      message: expect.stringContaining("is a file"),
    });
  });

  it("refuses a folder that another process has open", async () => {
    const dir = out();
    const live = { 100: "mon", 200: "tue" };
    const run = await openRun(dir, runOptions({ processes: processTable(100, live) }));
    const second = () => openRun(dir, runOptions({ processes: processTable(200, live), fresh: true }));
    expect(await thrownBy(second)).toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("in use by process 100"),
    });
    run.close();
    (await second()).close();
  });

  it("starts where a start was killed before its manifest was written", async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, "lock-7-00000000.json"), "{}");
    writeFileSync(join(dir, ".manifest.json.0123456789ab.tmp"), "{");
    (await openRun(dir, runOptions())).close();
    expect(readdirSync(dir).sort()).toEqual(["items.jsonl", "log.jsonl", "manifest.json"]);
  });

  it("does not finish a run that holds items nobody declared", async () => {
    const dir = out();
    const run = await openRun(dir, runOptions());
    run.items<number>("base", ["a"]).put("a", 1);
    run.close();
    await expect(withRun(dir, runOptions(), async () => ({}))).rejects.toThrow(
      "holds 1 items more than this command makes",
    );
  });

  it("keeps names inside the run's folder", async () => {
    const run = await openRun(out(), runOptions());
    for (const name of ["../x", "a//b", "", ".hidden", "a b", "C:x"]) {
      expect(() => run.personaFolder(name)).toThrow("cannot name a file of a run");
    }
    mkdirSync(join(run.folder, "steps"), { recursive: true });
    writeFileSync(join(run.folder, "steps", "a.json"), "{");
    expect(await thrownBy(() => run.step("a", async () => 1))).toMatchObject({
      code: "bad-input",
      message: expect.stringContaining("steps/a.json"),
    });
    run.close();
  });
});
