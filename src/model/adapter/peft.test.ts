import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { Graph } from "../../graph/graph.ts";
import { runGraph } from "../../graph/testing/run.ts";
import { architectureOf } from "../architectures/registry.ts";
import type { Projection } from "../config.ts";
import { DecoderBuilder } from "../decoder/builder.ts";
import { flatFeeds } from "../decoder/flat-feeds.ts";
import { flatLayout } from "../decoder/flat-layout.ts";
import { projectionShape } from "../decoder/projection-shape.ts";
import { loadSafetensors } from "../safetensors/read.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { type GoldenLlama, goldenFolder, goldenLlama } from "../testing/golden-llama.ts";
import { relativeDifference } from "../testing/relative-difference.ts";
import { adapterAdjust } from "./adjust.ts";
import { readAdapter, writeAdapter } from "./peft.ts";
import type { LoraAdapter, LoraPair } from "./types.ts";

const folder = temporaryFolder();
const model = await goldenLlama("llama3-biases");
const golden = goldenFolder("peft");

/** The adapter behind `oracles/golden/peft/ours`. */
function ourAdapter(): LoraAdapter {
  const targets: Projection[] = ["v_proj", "o_proj", "gate_proj"];
  const pairs = new Map<string, LoraPair>();
  for (let layer = 0; layer < model.config.layers; layer++)
    for (const projection of targets) {
      const [out, input] = projectionShape(model.config, projection);
      const draw = (name: string, length: number) =>
        Float32Array.from(normals(length, randomStream(0, `${layer}/${projection}/${name}`)), (x) => x / 5);
      pairs.set(`${layer}.${projection}`, { a: draw("a", 3 * input), b: draw("b", out * 3) });
    }
  return { rank: 3, alpha: 5, rsLora: true, dropout: 0.25, targets, pairs };
}

async function logits({ config, weights, case: { sequences } }: GoldenLlama, adapter: LoraAdapter) {
  const graph = new Graph();
  const options = { layout: flatLayout(graph, config), accuracy: "f32", adjust: adapterAdjust(adapter) } as const;
  const builder = new DecoderBuilder(graph, config, weights, options);
  graph.output("logits", builder.head(architectureOf(config.architecture)(builder)));
  return (await runGraph(graph, flatFeeds(config, sequences))).logits!.data as Float32Array;
}

async function expectLogits(adapter: LoraAdapter, name: string): Promise<void> {
  const { values } = (await loadSafetensors(join(golden, `${name}.safetensors`))).tensors.get("logits")!;
  const actual = await logits(model, adapter);
  expect(relativeDifference(actual, values)).toBeLessThan(1e-5);
}

describe("a PEFT folder", () => {
  it("that PEFT wrote gives PEFT's logits here", async () => {
    const adapter = await readAdapter(join(golden, "made"), model.config);
    expect(adapter).toMatchObject({ rank: 2, alpha: 3, rsLora: false, dropout: 0 });
    expect(adapter.targets).toEqual(["q_proj", "k_proj", "up_proj", "down_proj"]);
    await expectLogits(adapter, "made");
  });

  it("that we wrote gives the same logits in PEFT as here, byte for byte the folder that PEFT was given", async () => {
    const written = join(folder, "ours");
    await writeAdapter(written, ourAdapter(), { config: model.config, baseModel: "llama3-biases" });
    const names = readdirSync(written).sort();
    expect(names).toEqual(["adapter_config.json", "adapter_model.safetensors"]);
    for (const name of names)
      expect(readFileSync(join(written, name)).equals(readFileSync(join(golden, "ours", name))), name).toBe(true);
    await expectLogits(ourAdapter(), "ours");
  });

  it("comes back as it was written", async () => {
    const written = join(folder, "again");
    await writeAdapter(written, ourAdapter(), { config: model.config, baseModel: "llama3-biases" });
    expect(await readAdapter(written, model.config)).toEqual(ourAdapter());
  });
});

describe("a PEFT folder that cannot be used", () => {
  let count = 0;
  const changed = (change: (path: string) => void): string => {
    const path = join(folder, `changed${count++}`);
    cpSync(join(golden, "made"), path, { recursive: true });
    change(path);
    return path;
  };
  const configured = (settings: object): string =>
    changed((path) => {
      const file = join(path, "adapter_config.json");
      writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...settings }));
    });

  for (const [key, value] of Object.entries({
    use_dora: true,
    rank_pattern: { q_proj: 4 },
    alpha_pattern: { q_proj: 4 },
    modules_to_save: ["lm_head"],
    layers_to_transform: [0],
    bias: "all",
    fan_in_fan_out: true,
    init_lora_weights: "pissa_niter_4",
  }))
    it(`is refused by name for ${key}`, async () => {
      await expect(readAdapter(configured({ [key]: value }), model.config)).rejects.toThrow(`"${key}"`);
    });

  it("is read where an unknown key says something", async () => {
    const adapter = await readAdapter(configured({ favourite_colour: "blue" }), model.config);
    expect(adapter.rank).toBe(2);
  });

  const refusals: [what: string, path: () => string, message: string][] = [
    ["a rank of 0", () => configured({ r: 0 }), '"r" is not legal'],
    ["another method", () => configured({ peft_type: "LOHA" }), '"LOHA"'],
    ["another rank than the tensors'", () => configured({ r: 3 }), "needs? \\[3, 32\\]"],
    ["no folder", () => join(folder, "nowhere"), "adapter_config.json"],
    [
      "no weights",
      () => changed((path) => rmSync(join(path, "adapter_model.safetensors"))),
      "adapter_model.safetensors",
    ],
    [
      "a damaged configuration",
      () => changed((path) => writeFileSync(join(path, "adapter_config.json"), "{")),
      "not JSON",
    ],
  ];
  for (const [what, path, message] of refusals)
    it(`is refused for ${what}`, async () => {
      const error = await readAdapter(path(), model.config).catch((error) => error);
      expect(error).toMatchObject({ code: "bad-input", message: expect.stringMatching(message) });
    });

  it("is refused for a model of other shapes", async () => {
    const { config } = await goldenLlama("tied");
    await expect(readAdapter(join(golden, "made"), config)).rejects.toThrow("belongs to another model");
    await expect(readAdapter(join(golden, "made"), { ...model.config, layers: 1 })).rejects.toThrow("layers.1");
    await expect(readAdapter(join(golden, "made"), { ...model.config, layers: 3 })).rejects.toThrow("lacks the tensor");
  });
});
