import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../base/random.ts";
import { f32 } from "../../graph/session.ts";
import { loadSafetensors } from "../../model/safetensors/read.ts";
import { type GoldenLlama, goldenFolder, goldenLlama, goldenLlamas } from "../../model/testing/golden-llama.ts";
import { relativeDifference } from "../../model/testing/relative-difference.ts";
import type { Example } from "../finetune/examples.ts";
import { lossAndGradients } from "../finetune/testing/step.ts";

const { tensors: golden } = await loadSafetensors(join(goldenFolder("."), "psychadapter.safetensors"));
const traits = 3;

/** The case of a variant: examples with their scores, and the prefix's tensors. */
function caseOf(variant: string, model: GoldenLlama) {
  const of = (name: string) => golden.get(`${variant}.${name}`)!;
  const examples = model.case.sequences.map(
    (ids, i): Example => ({
      ids,
      lossWeights: Float32Array.from(model.case.labels[i]!, (label) => (label === -100 ? 0 : 1)),
      z: [...of("z").values.subarray(i * traits, (i + 1) * traits)],
    }),
  );
  const feeds = (weight = of("weight").values, bias = of("bias").values) => ({
    "prefix.w": f32(weight, of("weight").shape),
    "prefix.b": f32(bias, of("bias").shape),
  });
  return { of, examples, feeds };
}

/** The same step without an adapter. */
const alone = { rank: 1, alpha: 1, rsLora: false, dropout: 0, targets: [] };

describe("a training step behind a prefix against PyTorch's past_key_values", () => {
  for (const variant of goldenLlamas) {
    it(`${variant}: the loss, the gradients of W and b, and every adapter tensor's`, async () => {
      const model = await goldenLlama(variant);
      const { of, examples, feeds } = caseOf(variant, model);
      const { r: rank, lora_alpha: alpha, use_rslora: rsLora = false, target_modules: targets } = model.case.adapter;
      const outputs = await lossAndGradients(model, examples, {
        lora: { rank, alpha, rsLora, dropout: 0, targets },
        adapter: new Map([...model.expected].map(([name, { values }]) => [name, values])),
        feeds: feeds(),
        guarded: { prefixTraits: traits },
      });
      const names = [...golden.keys()].flatMap(
        (name) => new RegExp(`^${variant}\\.((grad\\.|loss$).*)`).exec(name)?.[1] ?? [],
      );
      expect(names).toHaveLength(outputs.size);
      const ours: Record<string, string> = {
        loss: "loss",
        "grad.weight": "grad.prefix.w",
        "grad.bias": "grad.prefix.b",
      };
      for (const name of names) {
        const output = outputs.get(ours[name] ?? name.replace("grad.", "grad.lora."))!;
        expect(relativeDifference(output, of(name).values), name).toBeLessThan(1e-5);
      }
    });

    it(`${variant}: the same of a prefix that is trained alone`, async () => {
      const model = await goldenLlama(variant);
      const { of, examples, feeds } = caseOf(variant, model);
      const outputs = await lossAndGradients(model, examples, {
        lora: alone,
        feeds: feeds(),
        guarded: { prefixTraits: traits },
      });
      expect([...outputs.keys()].sort()).toEqual(["grad.prefix.b", "grad.prefix.w", "loss"]);
      for (const [name, expected] of [
        ["loss", "alone.loss"],
        ["grad.prefix.w", "alone.grad.weight"],
        ["grad.prefix.b", "alone.grad.bias"],
      ] as const)
        expect(relativeDifference(outputs.get(name)!, of(expected).values), name).toBeLessThan(1e-5);
    });
  }
});

describe("the gradients of W and b", () => {
  it("are those of central differences of the loss", async () => {
    const variant = "tied";
    const model = await goldenLlama(variant);
    const { of, examples, feeds } = caseOf(variant, model);
    const lossAt = async (w: Float32Array, b: Float32Array) => {
      const outputs = await lossAndGradients(model, examples, {
        lora: alone,
        feeds: feeds(w, b),
        guarded: { prefixTraits: traits },
      });
      return outputs;
    };
    const [weight, bias] = [of("weight").values, of("bias").values];
    const analytic = await lossAt(weight, bias);
    const stream = randomStream(0, "directions");
    const step = 5e-3;
    for (const name of ["prefix.w", "prefix.b"] as const) {
      const direction = (name === "prefix.w" ? weight : bias).map(() => 2 * stream.uniform() - 1);
      const at = async (sign: number) => {
        const moved = (values: Float32Array, own: boolean) =>
          own ? values.map((value, i) => value + sign * step * direction[i]!) : values;
        return (await lossAt(moved(weight, name === "prefix.w"), moved(bias, name === "prefix.b"))).get("loss")![0]!;
      };
      const slope = ((await at(1)) - (await at(-1))) / (2 * step);
      const expected = direction.reduce((sum, d, i) => sum + d * analytic.get(`grad.${name}`)![i]!, 0);
      expect(Math.abs(slope - expected)).toBeLessThan(5e-3 * Math.max(1, Math.abs(expected)));
      expect(Math.abs(expected)).toBeGreaterThan(0.01);
    }
  });
});
