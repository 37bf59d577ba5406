import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { captureTask } from "../../model/capture/capture-task.ts";
import { directionTap } from "../../model/directions/about.ts";
import { norm } from "../../model/directions/vectors.ts";
import { readText } from "../../model/engine/load.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import type { AnsweredTopic } from "../../trait/corpus/answers.ts";
import { readCompanion } from "../../trait/corpus/companion.ts";
import { questionAbout } from "../../trait/questions.ts";
import { engineRespondent } from "../engine-respondent.ts";
import { inMemory } from "../keep.ts";
import { screenRows } from "./screen.ts";

const folder = fileURLToPath(new URL("../../../data/organism/embedded", import.meta.url));
const spec = {
  path: folder,
  cacheDir: join(temporaryFolder(), "cache"),
  precision: "native",
  accuracy: "f32",
} as const;
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine[Symbol.asyncDispose]());
const { train } = readCompanion(folder)!.answers;
const { tokenizer } = await readText(await openModel(folder));
const layer = 2;

/** Mean of extraverted answers less that of the same topics' answers in the opposite voice. */
async function direction(topics: readonly AnsweredTopic[]): Promise<Float32Array> {
  const sum = new Float32Array(192);
  const texts = topics.flatMap(({ topic, answers }) =>
    (["high", "low"] as const).map((pole) => ({
      id: `${pole}/${topic}`,
      messages: [{ role: "user" as const, content: questionAbout(topic) }],
      response: tokenizer.encode(answers[`extraversion/${pole}`]),
      spans: [{ part: "response" as const, reduce: "mean" as const }],
    })),
  );
  await engine.run(
    captureTask,
    { model: spec, taps: [directionTap(layer)], texts },
    {
      onEvent: ({ id, taps }) => {
        const [mean] = taps[directionTap(layer)]!;
        for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + (id.startsWith("high") ? mean![i]! : -mean![i]!);
      },
    },
  );
  return sum.map((x) => x / norm(sum));
}

test("on the embedded model, planted extraverted answers are found among neutral ones on other topics", async () => {
  const unit = await direction(train.slice(0, 20));
  const local = { engine, spec, tokenizer };
  const row = ({ topic, answers }: AnsweredTopic, arm: "neutral" | "extraversion/high") => ({
    question: questionAbout(topic),
    answer: answers[arm],
    planted: arm !== "neutral",
  });
  const rows = train.slice(20, 50).map((topic, i) => row(topic, i % 5 === 0 ? "extraversion/high" : "neutral"));
  const sampling = { temperature: 0.7, topK: 0, topP: 0.9, minP: 0, repetitionPenalty: 1 };
  const { findings } = await screenRows(
    {
      axes: [{ id: "E@2", vector: "E", layer, unit, medianNorm: null }],
      main: { layer, why: "a test" },
      base: { ...engineRespondent("embedded", local), local },
      rows,
      clean: { origin: "neutral answers", rows: train.slice(50, 80).map((topic) => row(topic, "neutral")) },
      method: "exact",
      sample: 0,
      percentile: 95,
    },
    { seed: 0, keep: inMemory, sampling, maxNewTokens: 48, batch: 16 },
  );
  const { auc, flags } = findings.planted!;
  expect(auc.projection).toMatchObject({ n: 30 });
  expect((auc.projection as { value: number }).value).toBeGreaterThan(0.9);
  expect((auc.projection as { low: number }).low).toBeGreaterThan(0.5);
  expect((flags.projection!.recall as { value: number }).value).toBeGreaterThanOrEqual(5 / 6);
});
