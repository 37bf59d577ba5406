import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../base/random.ts";
import type { ModelConfig } from "../config.ts";
import { openModel } from "../source.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { Checkpoints } from "./checkpoint.ts";
import { type PretrainOptions, pretrain, pretrainStepsPerEpoch } from "./pretrain.ts";
import { saveModel } from "./save-model.ts";
import type { TrainingState } from "./state.ts";

const folder = temporaryFolder();
const config: ModelConfig = {
  architecture: "llama",
  layers: 2,
  dModel: 32,
  heads: 4,
  kvHeads: 2,
  headDim: 8,
  dMlp: 48,
  vocab: 20,
  context: 64,
  normEps: 1e-5,
  rope: { theta: 10_000, dims: 8, scaling: { kind: "none" } },
  tiedHead: true,
};
const options: PretrainOptions = {
  length: 16,
  batch: 4,
  epochs: 2,
  seed: 0,
  lr: 5e-3,
  schedule: "cosine",
  warmupRatio: 0.1,
  weightDecay: 0.1,
  clipNorm: 1,
};

/** A chain in which each token has two successors, equally likely: its entropy is log 2. */
function chain(length: number, name: string): Int32Array {
  const stream = randomStream(0, name);
  const tokens = new Int32Array(length);
  for (let i = 1; i < length; i++) tokens[i] = (tokens[i - 1]! * 7 + 3 * stream.integer(1, 2)) % config.vocab;
  return tokens;
}

const request = (changed: Partial<PretrainOptions> = {}) => ({
  config,
  tokens: chain(1600, "train"),
  heldOut: chain(400, "held out"),
  options: { ...options, ...changed },
  threads: 1,
});
const bits = (state: TrainingState) =>
  [...state.tensors].map(([name, { values, square }]) => [name, `${values}`, `${square}`]);

describe("training from nothing", () => {
  it("comes down to the entropy of what it reads, and not below", async () => {
    const state = await pretrain({ ...request({ epochs: 3 }), tokens: chain(6400, "train") });
    const losses = state.evaluations.map(({ loss }) => loss);
    expect(losses).toHaveLength(4);
    expect(losses[0]).toBeGreaterThan(Math.log(config.vocab) - 0.1);
    expect(losses.at(-1)).toBeGreaterThan(Math.log(2) - 0.02);
    expect(losses.at(-1)).toBeLessThan(Math.log(2) + 0.05);
  });

  it("ends with the same bytes wherever it was stopped", async () => {
    const whole = await pretrain(request());
    const steps = 2 * pretrainStepsPerEpoch(chain(1600, "train"), options);
    expect(whole.history).toHaveLength(steps);
    const store = new Checkpoints(join(folder, "stopped"), "key");
    const seen: number[] = [];
    for (let lives = 0; lives < 30 && seen.at(-1) !== steps; lives++) {
      let left = 7;
      await pretrain({
        ...request(),
        checkpoints: { store, everySteps: 5 },
        onEvent: (event) => event.type === "step" && seen.push(event.step),
        pause: async () => {
          if (left-- === 0) throw new Error("stopped");
        },
      }).catch((error) => expect(error.message).toBe("stopped"));
    }
    expect(seen).toEqual(Array.from({ length: steps }, (_, i) => i + 1));
    const resumed = await pretrain({ ...request(), checkpoints: { store, everySteps: 5 } });
    expect(bits(resumed)).toEqual(bits(whole));
    expect(resumed.evaluations).toEqual(whole.evaluations);
    expect(bits(await pretrain(request({ seed: 1 })))).not.toEqual(bits(whole));
  });

  it("leaves norms out of weight decay", async () => {
    const still = { lr: 1e-12, schedule: "constant", warmupRatio: 0, epochs: 1 } as const;
    const plain = await pretrain(request({ ...still, weightDecay: 0 }));
    const decayed = await pretrain(request({ ...still, weightDecay: 1e10 }));
    const size = (state: TrainingState, name: string) => Math.hypot(...state.tensors.get(name)!.values);
    expect(size(decayed, "model.norm.weight")).toBeCloseTo(size(plain, "model.norm.weight"), 6);
    const embedding = "model.embed_tokens.weight";
    expect(size(decayed, embedding) / size(plain, embedding)).toBeCloseTo(0.99 ** plain.history.length, 3);
  });

  it("is saved as a folder that opens as the same model", async () => {
    const path = join(folder, "saved");
    mkdirSync(path);
    await saveModel(path, config, await pretrain(request({ epochs: 1 })));
    const source = await openModel(path);
    expect(source.config).toEqual(config);
  });
});
