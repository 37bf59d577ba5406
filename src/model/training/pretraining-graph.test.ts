import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { f32, type HostTensor } from "../../graph/session.ts";
import { runGraph } from "../../graph/testing/run.ts";
import { loadSafetensors } from "../safetensors/read.ts";
import { goldenFolder, goldenLlama } from "../testing/golden-llama.ts";
import { relativeDifference } from "../testing/relative-difference.ts";
import { llamaParameters } from "./parameters.ts";
import { pretrainingGraph, windowFeeds } from "./pretraining-graph.ts";

const golden = await loadSafetensors(join(goldenFolder("."), "pretraining.safetensors"));
const windows = JSON.parse(golden.metadata.windows!) as Record<string, number[][]>;

/** A golden Llama's parameters as they lie in its file, and its loss and gradients on the golden windows. */
async function run(variant: "tied" | "llama3-biases") {
  const { folder, config } = await goldenLlama(variant);
  const { tensors } = await loadSafetensors(join(folder, "model.safetensors"));
  const parameters = Array.from(tensors, ([name, { shape }]) => ({ name, shape }));
  const feeds: Record<string, HostTensor> = windowFeeds(config, windows[variant]!);
  for (const [name, { shape, values }] of tensors) feeds[name] = f32(values, shape);
  const outputs = await runGraph(pretrainingGraph(config, parameters, { withGradients: true }), feeds);
  const plain = await runGraph(pretrainingGraph(config, parameters, { withGradients: false }), feeds);
  return { config, parameters, outputs, plain };
}

describe("training all of a model", () => {
  for (const variant of ["tied", "llama3-biases"] as const)
    it(`${variant}: the loss and the gradient of every parameter equal PyTorch's`, async () => {
      const { outputs, plain, parameters } = await run(variant);
      const expected = (name: string) => golden.tensors.get(`${variant}/${name}`)!.values;
      expect(relativeDifference(outputs.loss!.data as Float32Array, expected("loss"))).toBeLessThan(1e-6);
      expect(relativeDifference(plain.loss!.data as Float32Array, expected("loss"))).toBeLessThan(1e-6);
      for (const { name } of parameters) {
        const gradient = outputs[`grad.${name}`]!.data as Float32Array;
        expect(relativeDifference(gradient, expected(`grad.${name}`)), name).toBeLessThan(1e-5);
      }
      expect([...golden.tensors.keys()].filter((key) => key.startsWith(`${variant}/grad.`))).toHaveLength(
        parameters.length,
      );
    });

  it("a model without biases has the parameters that transformers gives it", async () => {
    const { config, parameters } = await run("tied");
    const sorted = (all: readonly { name: string; shape: readonly number[] }[]) =>
      all.map(({ name, shape }) => `${name} [${shape}]`).sort();
    expect(sorted(llamaParameters(config))).toEqual(sorted(parameters));
  });
});
