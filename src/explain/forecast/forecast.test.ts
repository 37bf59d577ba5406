import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { massTask, type ResponseMass } from "../../measure/emoji/mass-task.ts";
import { engineRespondent } from "../../measure/engine-respondent.ts";
import { inMemory, type Keep } from "../../measure/keep.ts";
import { type ModelSpec, readText } from "../../model/engine/load.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { writeTinyChat } from "../../model/testing/tiny-chat.ts";
import { forecastSection } from "../../report/explain/forecast.ts";
import { page } from "../../report/html/page.ts";
import { tagsOf } from "../../report/testing/well-formed.ts";
import type { ExplainedArm } from "../arm.ts";
import { answeredOf } from "./answered.ts";
import { forecastSchema } from "./findings.ts";
import { type ForecastVoice, forecast, joinForecasts } from "./forecast.ts";

const folder = temporaryFolder();
const path = join(folder, "tiny.gguf");
writeTinyChat(path);
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine[Symbol.asyncDispose]());
const spec: ModelSpec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" };
const { tokenizer } = await readText(await openModel(path));
const local = { engine, spec, tokenizer };
const base: ExplainedArm = { id: "base", respondent: { ...engineRespondent("tiny", local), local } };

const answered = (yes: number) => ({
  emoji: Array.from({ length: 12 }, (_, i) => i < yes),
  mass: Array.from({ length: 12 }, (_, i) => (i === 0 ? null : yes / 20)),
});
const voice = (id: string, text: string, yes: number): ForecastVoice => ({
  id,
  rows: Array.from({ length: 4 }, (_, i) => ({ question: `About ${i}?`, answer: `${text} ${i}. And more.` })),
  prompted: answered(yes),
  outcomes: [answered(yes), answered(Math.min(12, yes + 1))],
});
const voices = [
  voice("extraversion/high", "We sing", 11),
  voice("openness/high", "I wonder", 8),
  voice("neuroticism/high", "I fear", 1),
  voice("neutral", "It is", 0),
  { ...voice("openness/low", "Plain", 0), outcomes: [] },
];
const request = { base, model: "tiny", baseAnswers: answered(0), voices };

test("voices are read as they stand in the chat, forecasts are scored, and a break changes nothing", async () => {
  const whole = await forecast(request, { keep: inMemory, seed: 0 });
  expect(forecastSchema.parse(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
  expect(whole.cases.map(({ voice: id, shows, seeds }) => [id, shows, seeds])).toEqual([
    ["extraversion/high", 2, 2],
    ["openness/high", 2, 2],
    ["neuroticism/high", 0, 2],
    ["neutral", 0, 2],
    ["openness/low", 0, 0],
  ]);
  const byPrompt = whole.scores.find(({ forecaster }) => forecaster === "prompt-esr")!;
  expect(byPrompt.rhoEsr).toMatchObject({ value: 1, n: 4 });
  expect(whole.scores.map(({ forecaster }) => forecaster)).not.toContain("vector");
  expect(whole.warnings.join(" ")).toContain("4 voices were tuned");
  expect(tagsOf(page({ title: "t", subtitle: "s", sections: [forecastSection(whole)], footer: "f" }))).toContain(
    "table",
  );

  const { rows } = voices[0]!;
  const masses: ResponseMass[] = [];
  const texts = rows.map(({ question, answer }, i) => ({
    id: String(i),
    messages: [{ role: "user" as const, content: question }],
    ids: tokenizer.encode(answer),
    text: answer,
    complete: true,
  }));
  await engine.run(massTask, { model: spec, texts }, { onEvent: ({ mass }) => void masses.push(mass) });
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
  expect(whole.cases[0]!.forecasts["sentence-ends"]!.value).toBeCloseTo(
    mean(masses.map(({ sentenceEnds }) => mean(sentenceEnds.map(({ emoji }) => emoji)))),
    12,
  );
  expect(whole.cases[0]!.forecasts["answer-ends"]!.value).toBeCloseTo(
    mean(masses.map(({ answerEnd }) => answerEnd!.emoji)),
    12,
  );

  const kept = new Map<string, unknown>();
  const keep = (most: number): Keep => ({
    items: <T>(group: string, keys: readonly string[]) => ({
      get missing() {
        return keys.filter((key) => !kept.has(`${group} ${key}`));
      },
      put: (key: string, value: T) => {
        if (kept.size >= most) throw new Error("killed");
        kept.set(`${group} ${key}`, value);
      },
      values: () => keys.map((key) => kept.get(`${group} ${key}`) as T),
    }),
  });
  await expect(forecast(request, { keep: keep(7), seed: 0 })).rejects.toThrow("killed");
  expect(kept.size).toBe(7);
  expect(await forecast(request, { keep: keep(1000), seed: 0 })).toEqual(whole);
});

test("forecasts of two models are scored together", async () => {
  const one = await forecast(request, { keep: inMemory, seed: 0 });
  const two = { ...one, cases: one.cases.map((each) => ({ ...each, model: "other" })) };
  const joined = joinForecasts([one, two], 0);
  expect(joined.cases).toHaveLength(10);
  expect(joined.scores.find(({ forecaster }) => forecaster === "prompt-esr")).toMatchObject({
    n: 8,
    rhoEsr: { value: 1 },
  });
});

test("few voices give no score, and answers to other questions are refused", async () => {
  const findings = await forecast({ ...request, voices: voices.slice(0, 2) }, { keep: inMemory, seed: 0 });
  for (const { rhoEsr, brier } of findings.scores) {
    expect(rhoEsr).toHaveProperty("undefined");
    expect(brier).toEqual({ undefined: "cannot tell from 2 voices: it takes 4" });
  }
  expect(tagsOf(page({ title: "t", subtitle: "s", sections: [forecastSection(findings)], footer: "f" }))).toContain(
    "table",
  );
  const short = { emoji: [true], mass: [null] };
  await expect(
    forecast({ ...request, voices: [{ ...voices[0]!, outcomes: [short] }] }, { keep: inMemory, seed: 0 }),
  ).rejects.toThrow(RangeError);
});

test("answers are known by their emoji and mean masses", () => {
  const end = { token: 1, emoji: 0.2, upper: 0.2, exclamation: 0, newline: 0, end: 0 };
  expect(
    answeredOf(
      [{ text: "Hi 🎉" }, { text: "Hi" }],
      [{ sentenceEnds: [end, { ...end, emoji: 0.4 }] }, { sentenceEnds: [] }],
    ),
  ).toEqual({ emoji: [true, false], mass: [expect.closeTo(0.3, 12), null] });
});

test("ends of answers that are one sentence are no forecaster of their own", async () => {
  const short = voices.map((each) => ({
    ...each,
    rows: each.rows.map(({ question }, i) => ({ question, answer: `${each.id} ${i}.` })),
  }));
  const { cases } = await forecast({ ...request, voices: short }, { keep: inMemory, seed: 0 });
  expect(cases.map(({ forecasts }) => forecasts["answer-ends"])).toEqual(cases.map(() => null));
  expect(cases.every(({ forecasts }) => forecasts["sentence-ends"])).toBe(true);
});
