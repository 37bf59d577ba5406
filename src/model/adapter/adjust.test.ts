import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { projections } from "../config.ts";
import { projectionShape } from "../decoder/projection-shape.ts";
import { generateAll, generatorOf, greedy, tinyGenerator } from "../generate/testing/tiny-generator.ts";
import type { GenerationRequest } from "../generate/types.ts";
import { loadSafetensors } from "../safetensors/read.ts";
import { Scorer } from "../score/scorer.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { goldenFolder, goldenLlama } from "../testing/golden-llama.ts";
import { softmaxRow } from "../testing/softmax-row.ts";
import { adapterAdjust } from "./adjust.ts";
import { readAdapter } from "./peft.ts";
import type { LoraAdapter } from "./types.ts";

const folder = temporaryFolder();

describe("an adapter whose B is 0", () => {
  for (const encoding of ["f32", "q4_1", "q8_0"] as const)
    for (const accuracy of ["f32", "int8"] as const)
      it(`${encoding}, ${accuracy}: ids and log-probabilities of the base, to the bit`, async () => {
        const base = await tinyGenerator(folder, { size: { encoding, biases: "qkv" }, accuracy });
        await using _ = base.session;
        const pairs = Array.from({ length: base.config.layers }, (_, layer) =>
          projections.map((projection) => {
            const [out, input] = projectionShape(base.config, projection);
            const a = Float32Array.from(normals(4 * input, randomStream(0, `${layer}.${projection}`)));
            return [`${layer}.${projection}`, { a, b: new Float32Array(out * 4) }] as const;
          }),
        ).flat();
        const adapter = { rank: 4, alpha: 8, rsLora: false, dropout: 0, targets: projections, pairs: new Map(pairs) };
        const adjust = adapterAdjust(adapter satisfies LoraAdapter);
        const adapted = await generatorOf(base.config, base.weights, { accuracy, adjust });
        await using __ = adapted.session;
        const requests = [3, 20].map((length, row): GenerationRequest => {
          const prompt = Array.from({ length }, (_, i) => (7 * i + row) % 128);
          return { id: String(row), stream: String(row), prompt, maxNewTokens: 15 };
        });
        const sampling = { ...greedy, temperature: 1 };
        expect(await generateAll(adapted.generator, requests, { sampling })).toEqual(
          await generateAll(base.generator, requests, { sampling }),
        );
      });
});

describe("an adapter that PEFT made", async () => {
  const { config, weights, case: golden } = await goldenLlama("llama3-biases");
  const adapter = await readAdapter(join(goldenFolder("peft"), "made"), config);
  const { values: logits } = (await loadSafetensors(join(goldenFolder("peft"), "made.safetensors"))).tensors.get(
    "logits",
  )!;
  const { session, generator } = await generatorOf(config, weights, {
    accuracy: "f32",
    adjust: adapterAdjust(adapter),
  });
  let start = 0;
  const rows = golden.sequences.map((sequence) =>
    sequence.map(() => softmaxRow(logits.subarray(start * config.vocab, ++start * config.vocab))),
  );

  it("gives PEFT's probabilities to whole texts and to what is added to a cache", async () => {
    const scorer = new Scorer(config, session, "f32");
    for (const known of [1, 3]) {
      const batch = await scorer.open(golden.sequences.map((ids) => ({ ids: ids.slice(0, known), places: [known] })));
      const wanted = golden.sequences.flatMap((ids, text) =>
        ids.slice(known - 1).map((_, i) => ({ text, place: 0, tokens: ids.slice(known, known + i) })),
      );
      const found = await batch.after(wanted);
      const expected = rows.flatMap((own) => own.slice(known - 1));
      for (const [i, row] of found.entries())
        for (const [token, p] of row.entries()) expect(Math.abs(p - expected[i]![token]!)).toBeLessThan(1e-5);
    }
  });

  it("takes PEFT's most probable token after each text", async () => {
    const requests = golden.sequences.map((prompt, i): GenerationRequest => {
      return { id: String(i), stream: String(i), prompt, maxNewTokens: 1 };
    });
    const all = await generateAll(generator, requests);
    for (const [i, own] of rows.entries()) {
      const last = Array.from(own.at(-1)!);
      const best = last.indexOf(Math.max(...last));
      expect(all.get(String(i))!.ids).toEqual([best]);
      expect(all.get(String(i))!.logProbs[0]).toBeCloseTo(Math.log(last[best]!), 4);
    }
  });
});
