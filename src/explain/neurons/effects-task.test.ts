import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encodeModel } from "../../graph/encode.ts";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { f32, Session } from "../../graph/session.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { goldenFolder, goldenLlama } from "../../model/testing/golden-llama.ts";
import { relativeDifference } from "../../model/testing/relative-difference.ts";
import { writeTinyChat } from "../../model/testing/tiny-chat.ts";
import { effectsGraph, effectsTask } from "./effects-task.ts";

interface Golden {
  chosen: number[];
  models: Record<string, { scale: number; effects: Record<string, number[]> }>;
}
const golden = JSON.parse(readFileSync(join(goldenFolder("."), "explain_neurons.json"), "utf8")) as Golden;
const folder = temporaryFolder();

test.each(["tied", "untied-linear-attention-bias"] as const)(
  "effects on logits as PyTorch has them, %s",
  async (variant) => {
    const { config, weights } = await goldenLlama(variant);
    const { scale, effects } = golden.models[variant]!;
    await using session = await Session.create(encodeModel(effectsGraph(config, weights)), {
      threads: 1,
      prepack: false,
    });
    const pull = new Float32Array(config.vocab).fill(-1 / config.vocab);
    for (const id of golden.chosen) pull[id]! += 1 / golden.chosen.length;
    const out = await session.run({ pull: f32(pull, [1, config.vocab]) });
    for (const [name, expected] of Object.entries(effects)) {
      const own = (out[name]!.data as Float32Array).map((x) => x * scale);
      expect(relativeDifference(own, Float32Array.from(expected)), name).toBeLessThan(1e-5);
    }
  },
);

test.each(["q8_0", "q4_1", "q4_0"] as const)(
  "quantised weights have the effects of what they stand for: %s",
  async (encoding) => {
    await using engine = inlineEngine({ threads: 1 });
    const path = join(folder, `${encoding}.gguf`);
    writeTinyChat(path, { encoding, dMlp: 96 });
    const effects = (precision: "native" | "f32") =>
      engine.run(effectsTask, {
        model: { path, cacheDir: join(folder, "cache"), precision, accuracy: "f32" },
        counted: {},
      });
    const [native, dense] = [await effects("native"), await effects("f32")];
    expect(native.tokens).toBeGreaterThan(2);
    expect(native.mlp).toHaveLength(2);
    for (const [layer, own] of native.mlp.entries())
      expect(relativeDifference(Float32Array.from(own), Float32Array.from(dense.mlp[layer]!))).toBeLessThan(1e-5);
    expect(relativeDifference(Float32Array.from(native.residual), Float32Array.from(dense.residual))).toBeLessThan(
      1e-5,
    );
  },
);
