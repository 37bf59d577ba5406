import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import type { ModelSpec } from "../../model/engine/load.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { writeTinyChat } from "../../model/testing/tiny-chat.ts";
import { type CorpusArm, corpusArms } from "../../trait/corpus/arms.ts";
import { traits } from "../../trait/framework.ts";
import { estimateScores } from "./estimate-scores.ts";
import { crossFitTask } from "./fit/cross-fit-task.ts";
import { fitTraitClassifier } from "./fit-classifier.ts";
import { tapsReader } from "./taps/taps-reader.ts";
import { tinyAnswers } from "./testing/tiny-answers.ts";

const folder = temporaryFolder();
const path = join(folder, "tiny.gguf");
writeTinyChat(path, { context: 128 });
const spec: ModelSpec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" };
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine.dispose());
const source = await openModel(path);
const model = { name: source.name, sha256: await source.sha256() };
const answers = tinyAnswers();
const classifier = { ...(await fitTraitClassifier({ engine, spec, model, answers })), sha256: "c".repeat(64) };
const texts = answers.train.flatMap(({ topic, answers: own }) =>
  corpusArms.map((arm) => ({ text: own[arm], topic, arm })),
);
const { layer, l2 } = classifier.heads.arms;

it("reads each text by a fit that never saw its topic: labels of a topic do not change what is said of it", async () => {
  const run = (changed: typeof texts) => engine.run(crossFitTask, { model: spec, texts: changed, layer, l2 });
  const [topic] = texts.map((text) => text.topic);
  const next = (arm: CorpusArm) => corpusArms[(corpusArms.indexOf(arm) + 1) % 11]!;
  const swapped = texts.map((text) => (text.topic === topic ? { ...text, arm: next(text.arm) } : text));
  const [honest, other] = [await run(texts), await run(swapped)];
  const foldOf = (at: string) => [...new Set(texts.map((text) => text.topic))].indexOf(at) % 5;
  for (const [i, { topic: own }] of texts.entries())
    if (foldOf(own) === foldOf(topic!)) expect(other[i]).toEqual(honest[i]);
    else expect(other[i]).not.toEqual(honest[i]);
  for (const row of honest) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
});

it("scores answers that a classifier was fitted on in folds, others by the classifier itself", async () => {
  const reader = tapsReader(classifier, spec);
  const taps = { classifier, spec };
  const fitted = texts.map(({ text, topic, arm }) => ({ text, fitted: { topic, arm } }));
  const own = await estimateScores(fitted, { engine, reader, taps });
  expect(own.by).toMatch(/^trait classifier \(taps\), fitted on other topics/);
  // Each arm has a letter of its own, so high and low ends lie apart even on topics not seen.
  for (const [t, trait] of traits.entries()) {
    const mean = (arm: CorpusArm) => {
      const scores = own.raw.filter((_, i) => texts[i]!.arm === arm).map((scores) => scores[t]!);
      return scores.reduce((a, b) => a + b, 0) / scores.length;
    };
    expect(mean(`${trait}/high`)).toBeGreaterThan(mean(`${trait}/low`) + 0.3);
  }
  const plain = await estimateScores(
    fitted.map(({ text }) => ({ text })),
    { engine, reader, taps },
  );
  expect(plain.by).toMatch(/^taps; /);
  expect(plain.raw).not.toEqual(own.raw);
  await expect(estimateScores([{ text: " " }], { engine, reader })).rejects.toThrow("Text 1 is empty");
});
