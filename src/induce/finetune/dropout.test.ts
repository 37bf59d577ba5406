import { join } from "node:path";
import { expect, it } from "vitest";
import { loadSafetensors } from "../../model/safetensors/read.ts";
import { goldenFolder, goldenLlama } from "../../model/testing/golden-llama.ts";
import { relativeDifference } from "../../model/testing/relative-difference.ts";
import type { Example } from "./examples.ts";
import { lossAndGradients } from "./testing/step.ts";

it("dropout is peft's: every adapter's input has a mask of its own, what is kept is scaled up, the base sees all", async () => {
  const model = await goldenLlama("tied");
  const { tensors, metadata } = await loadSafetensors(join(goldenFolder("."), "finetune_dropout.safetensors"));
  const [high, low] = ["bits.high", "bits.low"].map((name) => tensors.get(name)!);
  const bits = Uint32Array.from(high!.values, (value, i) => value * 2 ** 16 + low!.values[i]!);
  const { r: rank, lora_alpha: alpha, target_modules: targets } = model.case.adapter;
  const examples = model.case.sequences.map(
    (ids, i): Example => ({
      ids,
      lossWeights: Float32Array.from(model.case.labels[i]!, (label) => (label === -100 ? 0 : 1)),
    }),
  );
  const outputs = await lossAndGradients(model, examples, {
    lora: { rank, alpha, rsLora: false, dropout: Number(metadata.rate), targets },
    adapter: new Map([...model.expected].map(([name, { values }]) => [name, values])),
    feeds: { dropoutBits: { dtype: "u32" as const, shape: high!.shape, data: bits } },
  });
  const names = [...tensors.keys()].filter((name) => !name.startsWith("bits"));
  expect(names).toHaveLength(outputs.size);
  for (const name of names) {
    const output = outputs.get(name.replace("grad.", "grad.lora."))!;
    expect(relativeDifference(output, tensors.get(name)!.values), name).toBeLessThan(1e-5);
  }
});
