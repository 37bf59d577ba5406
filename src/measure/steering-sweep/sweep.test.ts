import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { kept } from "../../explain/ablate/testing/planted-pair.ts";
import { inlineEngine } from "../../graph/engine/inline.ts";
import type { Directions } from "../../model/directions/about.ts";
import { norm } from "../../model/directions/vectors.ts";
import { readText } from "../../model/engine/load.ts";
import { respondTask } from "../../model/engine/respond-task.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { writeTinyChat } from "../../model/testing/tiny-chat.ts";
import { inMemory } from "../keep.ts";
import type { TraitScorer } from "../trait-score/types.ts";
import { readSweepFindings } from "./findings.ts";
import { randomTwin } from "./fresh.ts";
import { type SweepRequest, sweepVectors } from "./sweep.ts";
import { steeredVariant } from "./variant.ts";
import { answerKey, weighAnswers, writeAnswers } from "./write.ts";

const folder = temporaryFolder();
const path = join(folder, "tiny.gguf");
writeTinyChat(path);
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine.dispose());
const { source, tokenizer } = await (async () => {
  const opened = await openModel(path);
  return { source: opened, tokenizer: (await readText(opened)).tokenizer };
})();
const spec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" } as const;
const local = { engine, spec, tokenizer };
const { dModel, layers: depth } = source.config;
const layers = [...Array(depth).keys()];

const directions: Directions = {
  about: {
    model: { name: "tiny", sha256: "0".repeat(64) },
    meaning: "anything",
    pooling: "none",
    positions: "none",
    recipe: { name: "random" },
    medianNorms: Object.fromEntries(layers.map((layer) => [`layers.${layer}.resid_post`, 2 + layer])),
  },
  vectors: new Map(
    layers.map((layer) => [layer, Float32Array.from(normals(dModel, randomStream(0, `layer ${layer}`)))]),
  ),
};
const questions = ["tea", "rain", "a walk"].map((topic, i) => ({
  id: `q${i}`,
  asked: { question: `And ${topic}?`, topic },
}));
const sampling = { temperature: 1, topP: 1, topK: 0, minP: 0, repetitionPenalty: 1 };

/** Counts spaces for the trait, and whatever is no mark for coherence. */
const spaces: TraitScorer = {
  name: "spaces",
  coherenceBy: "marks",
  sha256: "",
  score: async (answers) =>
    answers.map(({ answer }) => ({
      trait: (100 * (answer.match(/ /g)?.length ?? 0)) / Math.max(1, answer.length),
      coherence: (100 * (answer.match(/[^.!?]/g)?.length ?? 0)) / Math.max(1, answer.length),
    })),
};

const request = (over: Partial<SweepRequest["vectors"][number]> = {}): SweepRequest => ({
  local,
  vectors: [
    {
      name: "any",
      directions,
      trait: { id: "any", name: "any" },
      scorer: spaces,
      layers,
      strengths: [1, 4],
      questions,
      fresh: questions.slice(0, 2).map((question) => ({ ...question, id: `fresh-${question.id}` })),
      floor: 1,
      ...over,
    },
  ],
  positions: "all",
  both: true,
  random: 2,
  sampling,
  maxNewTokens: 12,
});

describe("a sweep", () => {
  test("unsteered it answers as the model does, to the bit, and a point of the batch as it does alone", async () => {
    const options = { keep: inMemory, seed: 0, sampling, maxNewTokens: 12 };
    const variants = [0, 1, -4].map((strength) =>
      steeredVariant(`s${strength}`, directions, { layer: 1, strength }, "all"),
    );
    const asked = variants.map((variant) => ({ variant, questions }));
    const together = await writeAnswers(local, asked, options);
    const alone = await writeAnswers(local, [asked[2]!], options);
    for (const question of questions) {
      const key = answerKey(variants[2]!, question);
      expect(together.get(key)).toEqual(alone.get(key));
    }
    const texts = (v: number) => questions.map((question) => together.get(answerKey(variants[v]!, question))!.text);
    expect(texts(2)).not.toEqual(texts(0));
    const plain = new Map<string, readonly number[]>();
    const prompts = questions.map(({ id, asked: { question } }) => ({
      id,
      messages: [{ role: "user" as const, content: question }],
      stream: `sample/${id}`,
    }));
    await engine.run(
      respondTask,
      { model: spec, prompts, sampling, seed: 0, maxNewTokens: 12, stops: [], batch: 2, stream: false },
      { onEvent: (event) => void (event.type === "response" && plain.set(event.id, event.response.ids)) },
    );
    for (const question of questions)
      expect(together.get(answerKey(variants[0]!, question))!.ids).toEqual(plain.get(question.id));
  });

  test("has every point with its figures, and the same bytes when it was stopped and goes on", async () => {
    const whole = await sweepVectors(request(), { keep: kept(), seed: 0 });
    const [sweep] = readSweepFindings(JSON.parse(JSON.stringify(whole)), "here").vectors;
    expect(sweep!.points.map(({ strength }) => strength)).toEqual(layers.flatMap(() => [-4, -1, 1, 4]));
    expect(sweep!.points[0]!.added).toBeCloseTo(8, 6);
    expect(sweep!.fresh!.random!.directions).toBe(2);
    expect(sweep!.best).not.toBeNull();
    const stored = new Map<string, string>();
    await expect(sweepVectors(request(), { keep: kept(stored, 20), seed: 0 })).rejects.toThrow("killed");
    expect(await sweepVectors(request(), { keep: kept(stored), seed: 0, batch: 3 })).toEqual(whole);
  });

  test("without a coherent point there is no best one, and it says what the best was", async () => {
    const [sweep] = (await sweepVectors(request({ floor: 101 }), { keep: inMemory, seed: 0 })).vectors;
    expect([sweep!.best, sweep!.fresh]).toEqual([null, null]);
  });

  test("a scorer that tells nothing apart, and a layer that the vector lacks, are refused", async () => {
    const same = {
      ...spaces,
      score: async (answers: readonly unknown[]) => answers.map(() => ({ trait: 5, coherence: 5 })),
    };
    await expect(sweepVectors(request({ scorer: same }), { keep: inMemory, seed: 0 })).rejects.toThrow(
      /the same score/,
    );
    await expect(sweepVectors(request({ layers: [99] }), { keep: inMemory, seed: 0 })).rejects.toThrow(
      /no direction at layers.99/,
    );
  });

  test("a random direction in a vector's place is as long and points elsewhere", () => {
    const own = directions.vectors.get(1)!;
    const other = randomTwin(directions, 1, { seed: 0, stream: "a" }).vectors.get(1)!;
    expect(norm(other) / norm(own)).toBeCloseTo(1, 5);
    expect(other).not.toEqual(own);
    expect(randomTwin(directions, 1, { seed: 0, stream: "b" }).vectors.get(1)).not.toEqual(other);
  });

  test("answers are weighed by token; those without one weigh nothing", async () => {
    const variant = steeredVariant("zero", directions, { layer: 0, strength: 0 }, "all");
    const written = await writeAnswers(local, [{ variant, questions }], {
      keep: inMemory,
      seed: 0,
      sampling,
      maxNewTokens: 12,
    });
    const answers = questions.map((question) => ({
      key: question.id,
      asked: question.asked,
      ids: written.get(answerKey(variant, question))!.ids,
    }));
    const weighed = await weighAnswers(local, [...answers, { key: "none", asked: { question: "?" }, ids: [] }], {
      keep: inMemory,
      seed: 0,
    });
    expect(weighed.get("none")).toEqual({ sum: 0, tokens: 0 });
    for (const { key, ids } of answers) {
      expect(weighed.get(key)!.tokens).toBe(ids.length);
      expect(Math.sign(weighed.get(key)!.sum)).toBe(ids.length === 0 ? 0 : -1);
    }
  });
});
