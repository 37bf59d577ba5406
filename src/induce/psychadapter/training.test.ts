import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import type { ModelSpec } from "../../model/engine/load.ts";
import { type Response, respondTask } from "../../model/engine/respond-task.ts";
import { readPersona } from "../../model/persona.ts";
import { readPrefix } from "../../model/prefix/file.ts";
import type { WeighedChoice } from "../../model/score/choice-runner.ts";
import { choiceTask } from "../../model/score/choice-task.ts";
import { distributionTask } from "../../model/score/distribution-task.ts";
import { type Score, scoreTask } from "../../model/score/score-task.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { writeTinyChat } from "../../model/testing/tiny-chat.ts";
import { type FinetuneRequest, finetuneTask } from "../finetune/finetune-task.ts";

const root = temporaryFolder();
const path = join(root, "tiny.gguf");
writeTinyChat(path);
const source = await openModel(path);
const sha256 = await source.sha256();
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine.dispose());
const spec: ModelSpec = { path, cacheDir: join(root, "cache"), precision: "native", accuracy: "f32" };

const chat = (content: string) => [{ role: "user" as const, content }];
/** The letter a says that the planted trait is high, b that it is low; a second trait has nothing to do with it. */
const rows = Array.from({ length: 16 }, (_, i) => ({
  messages: chat(`q${i >> 1}`),
  answer: (i % 2 === 0 ? "a" : "b").repeat(6),
  z: [i % 2 === 0 ? 1 : -1, i % 3 === 0 ? 1 : -0.5],
}));

const request = (name: string, prefix: Partial<FinetuneRequest["prefix"]> = {}): FinetuneRequest => ({
  model: { path, cacheDir: spec.cacheDir },
  rows,
  options: { rank: 8, batch: 8, epochs: 40, schedule: "constant", warmupRatio: 0, lr: 0.01 },
  prefix: {
    traits: ["letters", "noise"].map((trait) => ({ name: trait, mean: 0.25, deviation: 0.5 })),
    scores: "by hand",
    lora: true,
    lr: 0.1,
    z: { letters: 1 },
    ...prefix,
  },
  folder: join(root, name),
  checkpoints: join(root, name, "checkpoints"),
  checkpointEvery: 10,
  persona: { base: { name: "tiny", sha256 } },
});

const files = (name: string) =>
  ["persona.json", "psychadapter.safetensors", "adapter/adapter_model.safetensors"].map((file) =>
    readFileSync(join(root, name, file), "hex"),
  );

const trained = await engine.run(finetuneTask, request("whole"));
const tuned: ModelSpec = { ...spec, adapter: join(root, "whole", "adapter") };
const prefix = { path: join(root, "whole", "psychadapter.safetensors"), z: { letters: 1 } };

describe("a prefix that is trained", () => {
  it("moves, W and b, and its loss falls; the persona names it and its scores", async () => {
    const { prefix: record, lossFirst, lossLast } = trained;
    expect(record!.moved.weight).toBeGreaterThan(0.05);
    expect(record!.moved.bias).toBeGreaterThan(0.05);
    expect(record!.parameters).toBe(2 * source.config.layers * source.config.kvHeads * source.config.headDim * 3);
    expect(lossLast).toBeLessThan(lossFirst / 2);
    const persona = readPersona(join(root, "whole"), { base: { sha256 } });
    expect(persona).toMatchObject({
      inducer: "psychadapter",
      psychadapter: "psychadapter.safetensors",
      z: { letters: 1 },
    });
    expect(persona.adapter).toBe("adapter");
    const read = await readPrefix(prefix.path, source.config);
    expect(read.about).toEqual({ model: { name: "tiny", sha256 }, scores: "by hand" });
    expect(read.traits[1]).toEqual({ name: "noise", mean: 0.25, deviation: 0.5 });
  });

  it("can be trained alone: then there is no adapter", async () => {
    const alone = await engine.run(finetuneTask, request("alone", { lora: false }));
    expect(alone.prefix!.moved.weight).toBeGreaterThan(0.05);
    expect(alone.lossLast).toBeLessThan(alone.lossFirst - 0.5);
    expect(readPersona(join(root, "alone"), { base: { sha256 } }).adapter).toBeUndefined();
    expect(existsSync(join(root, "alone", "adapter"))).toBe(false);
  });

  it("ends with the same bytes wherever it was stopped", async () => {
    for (let lives = 0; lives < 20 && !existsSync(join(root, "stopped", "persona.json")); lives++) {
      let left = 30;
      const abort = new AbortController();
      await engine
        .run(finetuneTask, request("stopped"), {
          signal: abort.signal,
          onEvent: (event) => event.type === "step" && left-- === 0 && abort.abort(new Error("stopped")),
        })
        .catch((error) => expect(error.message).toMatch("interrupted"));
    }
    expect(files("stopped")).toEqual(files("whole"));
    // Other scores are another training.
    const other = { ...request("whole"), rows: rows.map((row) => ({ ...row, z: [-row.z[0]!, row.z[1]!] })) };
    await expect(engine.run(finetuneTask, other)).rejects.toThrow("other options, data or base model");
  });
});

describe("what was trained", () => {
  const scores = async (model: ModelSpec) => {
    const found: Score[] = [];
    const answers = ["aaaa", "bbbb"].map((answer) => ({ id: answer, messages: chat("q0"), answer }));
    await engine.run(scoreTask, { model, answers }, { onEvent: (score) => void found.push(score) });
    return found.map(({ logProbs }) => logProbs.slice(0, 4).reduce((a, b) => a + b, 0));
  };

  it("is moved by its trait's z, step for step, and hardly by another's", async () => {
    const leans: number[] = [];
    for (const letters of [-1, 0, 1]) {
      const [a, b] = await scores({ ...tuned, prefix: { ...prefix, z: { letters } } });
      leans.push(a! - b!);
    }
    for (const [i, lean] of leans.slice(1).entries()) expect(lean).toBeGreaterThan(leans[i]!);
    expect(leans[0]).toBeLessThan(-1);
    expect(leans[2]).toBeGreaterThan(1);
    const noise: number[] = [];
    for (const z of [-1, 1]) {
      const [a, b] = await scores({ ...tuned, prefix: { ...prefix, z: { noise: z } } });
      noise.push(a! - b!);
    }
    expect(Math.abs(noise[1]! - noise[0]!)).toBeLessThan((leans[2]! - leans[0]!) / 3);
  });

  it("weighs options as it scores them, on a common beginning too", async () => {
    const model = { ...spec, prefix };
    const options = [["a"], ["b"], ["(c)"]];
    const long = "q".repeat(50);
    const choices = [chat(`${long}0`), chat(`${long}1`)].map((messages, i) => ({
      id: String(i),
      messages,
      options,
      group: "g",
    }));
    const chosen: WeighedChoice[] = [];
    await engine.run(choiceTask, { model, choices }, { onEvent: (event) => void chosen.push(event) });
    const found: Score[] = [];
    const answers = choices.flatMap(({ id, messages }) =>
      options.map(([answer]) => ({ id, messages, answer: answer! })),
    );
    await engine.run(scoreTask, { model, answers }, { onEvent: (score) => void found.push(score) });
    const sums = found.map(({ logProbs }) => logProbs.slice(0, -1).reduce((a, b) => a + b, 0));
    for (const [i, value] of chosen.flatMap(({ logProbs }) => logProbs).entries())
      expect(value).toBeCloseTo(sums[i]!, 4);
    const [one] = await scores(model);
    const [base] = await scores(spec);
    expect(Math.abs(one! - base!)).toBeGreaterThan(0.05);
  });

  it("answers each prompt at its own z", async () => {
    const run = async (prompts: { id: string; z?: Record<string, number> }[]) => {
      const found = new Map<string, Response>();
      await engine.run(
        respondTask,
        {
          model: { ...tuned, prefix },
          prompts: prompts.map((prompt) => ({ ...prompt, messages: chat("q0"), stream: "s" })),
          sampling: { temperature: 0, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 },
          seed: 0,
          maxNewTokens: 6,
          stops: [],
          batch: 4,
          stream: false,
        },
        { onEvent: (event) => void (event.type === "response" && found.set(event.id, event.response)) },
      );
      return found;
    };
    const prompts = [{ id: "usual" }, { id: "high", z: { letters: 1 } }, { id: "low", z: { letters: -1 } }];
    const together = await run(prompts);
    expect(together.get("high")!.text).toMatch(/^aa/);
    expect(together.get("low")!.text).toMatch(/^bb/);
    expect(together.get("usual")).toEqual(together.get("high"));
    for (const prompt of prompts) expect((await run([prompt])).get(prompt.id)).toEqual(together.get(prompt.id));
  });

  it("is refused by name where it cannot run, and so is a trait that it does not have", async () => {
    const model = { ...spec, prefix };
    const both = [{ id: "t", text: "some text", base: null, persona: null }];
    await expect(engine.run(distributionTask, { model, texts: both })).rejects.toThrow("PsychAdapter");
    await expect(scores({ ...spec, prefix: { ...prefix, z: { warmth: 1 } } })).rejects.toThrow(
      'no trait "warmth"; it has letters, noise',
    );
  });
});
