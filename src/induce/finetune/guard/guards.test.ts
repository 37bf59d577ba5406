import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { normals, randomStream } from "../../../base/random.ts";
import { writeDirections } from "../../../model/directions/file.ts";
import { loadSafetensors } from "../../../model/safetensors/read.ts";
import { temporaryFolder } from "../../../model/testing/folder.ts";
import { goldenFolder, goldenLlama } from "../../../model/testing/golden-llama.ts";
import { relativeDifference } from "../../../model/testing/relative-difference.ts";
import type { Example } from "../examples.ts";
import type { TrainingGraphOptions } from "../graph.ts";
import { lossAndGradients } from "../testing/step.ts";
import type { GuardRequest } from "./guard.ts";
import { openGuard } from "./open.ts";
import { baseUnitMeans } from "./unit-means.ts";

const folder = temporaryFolder();
const model = await goldenLlama("tied");
const { config, weights, case: golden, expected } = model;
const sha256 = "c".repeat(64);
const examples: Example[] = golden.sequences.map((ids, i) => ({
  ids,
  lossWeights: Float32Array.from(golden.labels[i]!, (label) => (label === -100 ? 0 : 1)),
}));
const { r: rank, lora_alpha: alpha, target_modules: targets } = golden.adapter;
const lora = { rank, alpha, rsLora: false, dropout: 0, targets };
const adapter = new Map([...expected].map(([name, { values }]) => [name, values]));
const threads = 1;

const { tensors, metadata } = await loadSafetensors(join(goldenFolder("."), "finetune_guards.safetensors"));
const settings = JSON.parse(metadata.settings!) as { strength: number; units: [number, number][]; penalty: number };
const file = join(folder, "directions.safetensors");
const side = { texts: 1, places: 1 };
const medianNorms = { "layers.0.resid_post": 2, "layers.1.resid_post": 4 };
await writeDirections(file, {
  about: {
    model: { name: "golden", sha256 },
    meaning: "anything",
    pooling: "none",
    positions: "none",
    recipe: { name: "random" },
    counts: { positive: side, negative: side },
    medianNorms,
  },
  vectors: new Map([0, 1].map((layer) => [layer, tensors.get(`vector.${layer}`)!.values])),
});
const units = settings.units.map(([layer, unit]) => ({ layer, unit }));
const guards: Record<string, GuardRequest> = {
  steer: { kind: "steer", file, strength: settings.strength },
  "steer-one": { kind: "steer", file, strength: settings.strength, layers: [1] },
  ablate: { kind: "ablate", file },
  penalise: { kind: "penalise", units, strength: settings.penalty },
};

/** What the training graph needs of a guard. */
async function guarded(request: GuardRequest): Promise<TrainingGraphOptions> {
  const { guard } = await openGuard(request, { config, sha256 });
  if (guard.kind !== "penalise") return { guard };
  const of = { config, weights, examples, units: guard.units, layout: "flat" as const };
  return { guard, means: await baseUnitMeans({ ...of, batch: 2 }, { threads, prepack: true }) };
}

describe("a guarded training step", () => {
  for (const [name, request] of Object.entries(guards))
    it(`${name}: loss and every gradient are those of hooks in PyTorch`, async () => {
      const outputs = await lossAndGradients(model, examples, { lora, adapter, guarded: await guarded(request) });
      const own = [...tensors.keys()].filter((key) => key.startsWith(`${name}.`));
      expect(own).toHaveLength(outputs.size);
      for (const key of own) {
        const output = outputs.get(key.slice(name.length + 1).replace("grad.", "grad.lora."))!;
        expect(relativeDifference(output, tensors.get(key)!.values), key).toBeLessThan(1e-5);
      }
      // It is not the plain step that was compared.
      const gradient = tensors.get(`${name}.grad.0.v_proj.a`)!.values;
      expect(relativeDifference(expected.get("grad.0.v_proj.a")!.values, gradient)).toBeGreaterThan(1e-3);
    });

  for (const [name, request] of Object.entries(guards))
    for (const layout of ["flat", "shared"] as const)
      it(`${name}, ${layout} layout: the gradient is the slope of loss and penalty`, async () => {
        const alike = examples.map(({ ids, lossWeights }) => ({
          ids: [5, 6, 7, 8, ...ids],
          lossWeights: Float32Array.of(0, 0, 0.5, 1, ...lossWeights),
        }));
        const options = { lora, guarded: await guarded(request), layout };
        const at = (own: Map<string, Float32Array>) => lossAndGradients(model, alike, { ...options, adapter: own });
        const stems = [...adapter.keys()].filter((key) => key.startsWith("lora."));
        const way = new Map(
          stems.map((key) => [key, normals(adapter.get(key)!.length, randomStream(7, key))] as const),
        );
        const moved = (step: number) =>
          new Map(stems.map((key) => [key, adapter.get(key)!.map((x, i) => x + step * way.get(key)![i]!)]));
        const height = async (step: number) => {
          const { loss, penalty } = Object.fromEntries(await at(moved(step)));
          return loss![0]! + (penalty?.[0] ?? 0);
        };
        const gradients = await at(moved(0));
        const slope = stems.reduce(
          (sum, key) => sum + gradients.get(`grad.${key}`)!.reduce((part, g, i) => part + g * way.get(key)![i]!, 0),
          0,
        );
        // Five points: the error is of the step's fourth power, and rounding of the loss (1e-7) over the step.
        const h = 2e-3;
        const [a, b, c, d] = [await height(-2 * h), await height(-h), await height(h), await height(2 * h)];
        expect((a! - 8 * b! + 8 * c! - d!) / (12 * h) / slope).toBeCloseTo(1, 2);
      });

  for (const [name, request] of Object.entries(guards))
    it(`${name}: texts that begin alike have the same loss and gradients computed together`, async () => {
      const alike = examples.map(({ ids, lossWeights }) => ({
        ids: [5, 6, 7, 8, ...ids],
        lossWeights: Float32Array.of(0, 1, 0, 1, ...lossWeights),
      }));
      const options = { lora, adapter, guarded: await guarded(request) };
      const apart = await lossAndGradients(model, alike, options);
      const together = await lossAndGradients(model, alike, { ...options, layout: "shared" });
      for (const [key, values] of apart) expect(relativeDifference(together.get(key)!, values), key).toBeLessThan(1e-5);
    });

  it("of no strength is the plain one to the bit", async () => {
    const plain = await lossAndGradients(model, examples, { lora, adapter });
    const none = await guarded({ kind: "steer", file, strength: 0 });
    const steered = await lossAndGradients(model, examples, { lora, adapter, guarded: none });
    for (const [key, values] of plain) expect(steered.get(key), key).toEqual(values);
  });
});

describe("a guard is opened", () => {
  const open = (request: GuardRequest, hash = sha256) => openGuard(request, { config, sha256: hash });

  it("with what a recipe says of it", async () => {
    const { record } = await open({ kind: "steer", file, strength: -2, layers: [1] });
    const length = Math.sqrt(tensors.get("vector.1")!.values.reduce((sum, x) => sum + x * x, 0));
    expect(record).toMatchObject({
      kind: "steer",
      directions: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), meaning: "anything" },
      layers: [1],
      strength: -2,
    });
    expect(record.kind === "steer" && record.shares[0]).toBeCloseTo((2 * length) / 4, 5);
    expect((await open({ kind: "ablate", file })).record).toMatchObject({ kind: "ablate", layers: [0, 1] });
    const unordered = [units[3]!, units[0]!];
    expect((await open({ kind: "penalise", units: unordered, strength: 1 })).record).toEqual({
      kind: "penalise",
      units: [units[0], units[3]],
      strength: 1,
    });
  });

  it("unless its file, a layer or a unit is not there", async () => {
    await expect(open({ kind: "ablate", file }, "d".repeat(64))).rejects.toThrow('made with the model "golden"');
    await expect(open({ kind: "ablate", file, layers: [0, 7] })).rejects.toThrow(
      "has no direction for layer 7 (the model's layers are 0 to 1): it has directions for 0, 1",
    );
    const penalise = (...named: { layer: number; unit: number }[]) =>
      open({ kind: "penalise", units: named, strength: 1 });
    await expect(penalise({ layer: 1, unit: 48 })).rejects.toThrow(
      "no MLP unit 1:48: the model has layers 0 to 1 with units 0 to 47 each",
    );
    await expect(penalise({ layer: 2, unit: 0 })).rejects.toThrow("no MLP unit 2:0");
    await expect(penalise(units[0]!, units[0]!)).rejects.toThrow("named twice");
    await expect(penalise()).rejects.toThrow("No unit was named");
  });
});
