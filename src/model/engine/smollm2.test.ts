import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Resources } from "../../graph/engine/resources.ts";
import { Generator } from "../generate/generator.ts";
import type { Generation } from "../generate/types.ts";
import { Scorer } from "../score/scorer.ts";
import type { ModelSpec } from "./load.ts";
import { generatorSession } from "./sessions.ts";

const model = join(process.env.TRAITLAB_MODEL_CACHE ?? "", "smollm2.gguf");
const reason = "needs the real model: set TRAITLAB_MODEL_CACHE to a folder that holds smollm2.gguf";
const there = process.env.TRAITLAB_MODEL_CACHE !== undefined && existsSync(model);

interface Golden {
  ids: number[];
  probed: number[];
  logits: number[][];
  logNorm: number[];
  largest: number;
  answers: { prompt: number[]; answer: number[]; logProbs: number[] }[];
}

/** SmolLM2-135M-Instruct from its GGUF against transformers on the dequantised weights; golden file by oracles/smollm2.py. */
describe.skipIf(!there)(`SmolLM2 from its GGUF (${reason})`, () => {
  const golden = JSON.parse(
    readFileSync(new URL("../../../oracles/golden/smollm2.json", import.meta.url), "utf8"),
  ) as Golden;
  const cacheDir = realpathSync(mkdtempSync(join(tmpdir(), "smollm2-")));
  const resources = new Resources();
  afterAll(async () => {
    await resources.dispose();
    rmSync(cacheDir, { recursive: true });
  });
  const scorer = async (spec: Pick<ModelSpec, "precision" | "accuracy">) => {
    const needs = { resources, threads: 2, signal: new AbortController().signal };
    const { model: loaded, session } = await generatorSession({ path: model, cacheDir, ...spec }, needs);
    return new Scorer(loaded.source.config, session, spec.accuracy);
  };
  const logProbsOf = async (with_: Scorer) => {
    const all: number[] = [];
    for (const { prompt, answer } of golden.answers) {
      const places = answer.map((_, i) => prompt.length + i);
      const batch = await with_.open([{ ids: [...prompt, ...answer], places }]);
      const rows = await batch.after(places.map((_, place) => ({ text: 0, place, tokens: [] })));
      all.push(...answer.map((token, i) => Math.log(rows[i]![token]!)));
    }
    return all;
  };
  const expected = golden.answers.flatMap(({ logProbs }) => logProbs);
  const perplexity = (logs: readonly number[]) => Math.exp(-logs.reduce((a, b) => a + b, 0) / logs.length);

  for (const precision of ["f32", "native"] as const)
    it(`${precision}, exact products: logits within 1e-3 of transformers'`, async () => {
      const exact = await scorer({ precision, accuracy: "f32" });
      const places = golden.ids.map((_, i) => i + 1);
      const batch = await exact.open([{ ids: golden.ids, places }]);
      const rows = await batch.after(places.map((_, place) => ({ text: 0, place, tokens: [] })));
      let worst = 0;
      for (const [i, row] of rows.entries())
        for (const [k, token] of golden.probed.entries()) {
          // A probability below 1e-30 has lost digits to underflow; the others give the logit back.
          if (row[token]! < 1e-30) continue;
          worst = Math.max(worst, Math.abs(Math.log(row[token]!) + golden.logNorm[i]! - golden.logits[i]![k]!));
        }
      expect(worst).toBeLessThan(1e-3);
      const logs = await logProbsOf(exact);
      expect(Math.max(...logs.map((x, i) => Math.abs(x - expected[i]!)))).toBeLessThan(1e-3);
    });

  for (const accuracy of ["f32", "int8"] as const)
    it(`native, ${accuracy}: a response has the same bits alone, in a batch and with fewer threads`, async () => {
      const generate = async (threads: number, batch: number) => {
        const needs = { resources, threads, signal: new AbortController().signal };
        const spec = { path: model, cacheDir, precision: "native", accuracy } as const;
        const { model: loaded, session } = await generatorSession(spec, needs);
        const generator = new Generator(loaded.source.config, session, accuracy);
        const requests = golden.answers.slice(0, 3).map(({ prompt }, i) => ({
          id: String(i),
          prompt,
          maxNewTokens: 4 + 3 * i,
          stream: String(i),
        }));
        const sampling = { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };
        const all = new Map<string, Generation>();
        for await (const one of generator.generate(requests, { sampling, seed: 0, ends: [], batch }))
          all.set(one.id, one);
        return all;
      };
      const alone = await generate(2, 1);
      expect(await generate(2, 3)).toEqual(alone);
      // Another number of threads is another session.
      await resources.dispose();
      expect(await generate(1, 2)).toEqual(alone);
    });

  it("native, activations rounded to 8 bits: perplexity within 1 % of it", async () => {
    const logs = await logProbsOf(await scorer({ precision: "native", accuracy: "int8" }));
    expect(Math.abs(perplexity(logs) / perplexity(expected) - 1)).toBeLessThan(0.01);
  });
});
