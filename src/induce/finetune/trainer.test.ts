import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadSafetensors } from "../../model/safetensors/read.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { goldenFolder, goldenLlama } from "../../model/testing/golden-llama.ts";
import { relativeDifference } from "../../model/testing/relative-difference.ts";
import { globalNorm } from "../../model/training/adamw.ts";
import { Checkpoints } from "../../model/training/checkpoint.ts";
import type { TrainingState } from "../../model/training/state.ts";
import type { Example } from "./examples.ts";
import { type FinetuneOptions, finetuneOptions } from "./options.ts";
import { freshState } from "./state.ts";
import { type TrainRequest, train } from "./trainer.ts";

const folder = temporaryFolder();
const model = await goldenLlama("untied-linear-attention-bias");
const { config, weights, case: golden } = model;
const examples: Example[] = golden.sequences.map((ids, i) => ({
  ids,
  lossWeights: Float32Array.from(golden.labels[i]!, (label) => (label === -100 ? 0 : 1)),
}));
const { r: rank, lora_alpha: alpha, use_rslora: rsLora, target_modules: targets } = golden.adapter;
const shape = { rank, alpha, rsLora, targets };
const at = { epoch: 0, seed: 0, lr: 0 };

const request = (options: Partial<FinetuneOptions>): TrainRequest => ({
  config,
  weights,
  examples,
  options: finetuneOptions({ ...shape, ...options }),
  threads: 1,
});

/** Begins with these tensors, by name without "lora.": a checkpoint before the first step. */
async function beginWith(name: string, values: (name: string) => Float32Array): Promise<TrainRequest["checkpoints"]> {
  const store = new Checkpoints(join(folder, name), name);
  const state = freshState(config, finetuneOptions(shape), 0);
  for (const [key, { values: own }] of state.tensors) own.set(values(key.slice("lora.".length)));
  await store.save(state, at);
  return { store, everySteps: 1000 };
}

describe("training against PyTorch and peft", () => {
  it("follows 20 steps of AdamW from a B that is not zero: loss, rate, norm, weights and second moments", async () => {
    const { tensors, metadata } = await loadSafetensors(join(goldenFolder("."), "finetune.safetensors"));
    const { steps, ...settings } = JSON.parse(metadata.settings!);
    const checkpoints = await beginWith("torch", (name) => tensors.get(`initial.${name}`)!.values);
    const state = await train({ ...request({ ...settings, batch: 3, epochs: steps }), checkpoints });
    const column = (key: "loss" | "lr" | "gradNorm") => Float32Array.from(state.history, (record) => record[key]);
    expect(relativeDifference(column("loss"), tensors.get("loss")!.values)).toBeLessThan(1e-5);
    expect(relativeDifference(column("lr"), tensors.get("lr")!.values)).toBeLessThan(1e-6);
    expect(relativeDifference(column("gradNorm"), tensors.get("norm")!.values)).toBeLessThan(1e-4);
    for (const [name, { values, square }] of state.tensors) {
      const stem = name.slice("lora.".length);
      expect(relativeDifference(values, tensors.get(`final.${stem}`)!.values), name).toBeLessThan(1e-4);
      expect(relativeDifference(square, tensors.get(`square.${stem}`)!.values), name).toBeLessThan(1e-4);
    }
  });
});

/** The bytes that a run leaves. */
const bits = (state: TrainingState) =>
  [...state.tensors].map(([name, { values, mean, square }]) => [name, values, mean, square].map(String).join());

describe("a training run", () => {
  const random = (name: string) => {
    const length = freshState(config, finetuneOptions(shape), 0).tensors.get(`lora.${name}`)!.values.length;
    return Float32Array.from({ length }, (_, i) => Math.sin(i + name.length) / 5);
  };

  it("takes the same step from one batch of three as from three accumulated batches of one", async () => {
    const one = await train({ ...request({ batch: 3, epochs: 1 }), checkpoints: await beginWith("one", random) });
    const three = await train({
      ...request({ batch: 1, accumulation: 3, epochs: 1 }),
      checkpoints: await beginWith("three", random),
    });
    expect(one.history).toHaveLength(1);
    expect(three.history[0]!.loss).toBeCloseTo(one.history[0]!.loss, 5);
    for (const [name, { mean }] of three.tensors)
      expect(relativeDifference(mean, one.tensors.get(name)!.mean), name).toBeLessThan(1e-5);
    expect(globalNorm([...one.tensors.values()].map(({ mean }) => mean))).toBeGreaterThan(0);
  });

  it("repeats to the bit with its seed, and is another one with another seed", async () => {
    const run = async (seed: number) => bits(await train(request({ batch: 1, epochs: 2, seed, dropout: 0.3 })));
    const first = await run(0);
    expect(await run(0)).toEqual(first);
    expect(await run(1)).not.toEqual(first);
  });

  it("ends with the same bytes wherever it was stopped", async () => {
    const options = { batch: 1, accumulation: 2, epochs: 3, dropout: 0.2, warmupRatio: 0.2 } as const;
    const heldOut = examples.slice(0, 2);
    const whole = await train({ ...request(options), heldOut });
    expect(whole.history).toHaveLength(6);
    expect(whole.evaluations.map(({ step }) => step)).toEqual([0, 2, 4, 6]);
    const store = new Checkpoints(join(folder, "stopped"), "key");
    const seen: number[] = [];
    for (let lives = 0; lives < 20 && seen.at(-1) !== 6; lives++) {
      let left = 2;
      await train({
        ...request(options),
        heldOut,
        checkpoints: { store, everySteps: 3 },
        onEvent: (event) => event.type === "step" && seen.push(event.step),
        pause: async () => {
          if (left-- === 0) throw new Error("stopped");
        },
      }).catch((error) => expect(error.message).toBe("stopped"));
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
    const resumed = await train({ ...request(options), checkpoints: { store, everySteps: 3 } });
    expect(bits(resumed)).toEqual(bits(whole));
    expect(resumed.history).toEqual(whole.history);
    expect(resumed.evaluations).toEqual(whole.evaluations);
  });

  it("leaves equal checkpoint files, whether stopped or not", async () => {
    const files = (name: string) =>
      readdirSync(join(folder, name)).map((file) => [file, readFileSync(join(folder, name, file)).toString("hex")]);
    const run = (name: string, pause?: () => Promise<void>) =>
      train({
        ...request({ batch: 2, epochs: 2 }),
        checkpoints: { store: new Checkpoints(join(folder, name), "key"), everySteps: 2 },
        pause,
      });
    await run("through");
    let calls = 0;
    const stop = async () => {
      if (calls++ === 1) throw new Error("stopped");
    };
    await expect(run("halting", stop)).rejects.toThrow("stopped");
    await run("halting");
    expect(files("halting")).toEqual(files("through"));
    expect(files("halting").map(([name]) => name)).toEqual(["checkpoint.json", "step-4.safetensors"]);
  });

  it("refuses the checkpoint of another run", async () => {
    await new Checkpoints(join(folder, "other"), "one key").save(freshState(config, finetuneOptions(shape), 0), at);
    const checkpoints = { store: new Checkpoints(join(folder, "other"), "another"), everySteps: 1 };
    await expect(train({ ...request({}), checkpoints })).rejects.toThrow("other options, data or base model");
  });

  it("says so when the numbers run away", async () => {
    const checkpoints = await beginWith("away", (name) => random(name).fill(1e30));
    await expect(train({ ...request({}), checkpoints })).rejects.toThrow("Training broke down at step 1");
  });
});
