import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { inMemory } from "../keep.ts";
import type { LocalModel, Respondent } from "../respondent.ts";
import type { TraitScorer } from "../trait-score/types.ts";
import { centred, type Neutral, neutralOf, neutralText } from "./neutral.ts";
import { projectTexts } from "./project-texts.ts";
import { measureShifts, shiftAgainstScores, shiftOf } from "./shift.ts";
import { plantedAxes, plantedModel } from "./testing/planted.ts";
import { projectionInstrument, type WatchOptions, watchAnswers } from "./watch.ts";
import { readWatchFindings } from "./watch-findings.ts";

const folder = temporaryFolder();
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine[Symbol.asyncDispose]());
const axes = plantedAxes();
let base: Respondent & { local: LocalModel };
let neutral: Neutral;
beforeAll(async () => {
  base = await plantedModel(folder, engine);
  const texts = Array.from({ length: 12 }, (_, i) => ({ question: `of ${i}?`, answer: `it is ${i}. so it is.` }));
  const wanted = texts.map(neutralText);
  const perToken = wanted.map(({ id }) => id);
  const how = { keep: inMemory, group: "n", phase: "n", perToken };
  neutral = neutralOf("a test", axes, await projectTexts(base.local, axes, wanted, how));
});

const sampling = { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };
const options = { seed: 5, keep: inMemory };
const questions = Array.from({ length: 6 }, (_, i) => ({ id: `q${i}`, asked: { question: `what of ${i}?` } }));
const watching = (rest: Partial<WatchOptions> = {}): WatchOptions => ({
  ...{ axes, neutral, shown: 2, questions, rollouts: 1, turns: 1, sampling, maxNewTokens: 12 },
  ...rest,
});

describe("neutral text", () => {
  test("is 0 and its deviation 1 where the same texts are projected again", async () => {
    const rows = Array.from({ length: 12 }, (_, i) =>
      neutralText({ question: `of ${i}?`, answer: `it is ${i}. so it is.` }, i),
    );
    const projections = await projectTexts(base.local, axes, rows, { keep: inMemory, group: "n", phase: "n" });
    for (const [axis, { id }] of axes.entries()) {
      const values = projections.map(({ responseMean }) =>
        centred(responseMean![axis]!, neutral.axes[id]!.responseMean),
      );
      const mean = values.reduce((sum, value) => sum + value, 0) / 12;
      expect(mean).toBeCloseTo(0, 9);
      expect(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 11).toBeCloseTo(1, 9);
      expect(neutral.axes[id]!.token.n).toBe(12 * 18 + 2 * 1);
    }
  });
});

describe("watching", () => {
  test("tells how far along it is at each place, and shows tokens that make up the answer", async () => {
    const result = await projectionInstrument(watching()).measure(base, options);
    expect(readWatchFindings(JSON.parse(JSON.stringify(result)), "here")).toMatchObject({ answers: 6, prompts: 6 });
    expect(result.levels).toHaveLength(2 * axes.length);
    const [level] = result.levels;
    const values = result.rows.map(({ promptLast }) => promptLast![0]!);
    expect(level!.raw.value).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 6, 9);
    expect(level!.deviations.value).toBeCloseTo(centred(level!.raw.value, neutral.axes[axes[0]!.id]!.promptLast), 9);
    expect(result.shown.map(({ id }) => id)).toEqual(["q0", "q1"]);
    for (const { id, tokens } of result.shown) {
      const row = result.rows.find((one) => one.id === id)!;
      expect(tokens).toHaveLength(row.tokens);
      const mean = tokens.reduce((sum, { values: own }) => sum + own[1]!, 0) / tokens.length;
      expect(mean).toBeCloseTo(row.responseMean![1]!, 9);
    }
    expect(result.scores.map(({ key }) => key)).toContain("shout@1/responseMean");
    expect(result.scores[0]!.items).toHaveLength(6);
    expect(result.drift).toEqual([]);
    expect(result.correlations).toBeNull();
  });

  test("holds projections against scores, over prompts and within one", async () => {
    // It scores the very thing: the share of "!" in an answer.
    const scorer: TraitScorer = {
      name: "a script",
      coherenceBy: "nobody",
      sha256: "0",
      score: async (answers) =>
        answers.map(({ answer }) => ({ trait: (100 * answer.split("!").length) / answer.length, coherence: null })),
    };
    const answer = (n: number, i: number) => ({
      id: `a${n}-${i}`,
      prompt: `p${n}`,
      question: `what of ${n}?`,
      turn: 1,
      messages: [{ role: "user" as const, content: `what of ${n}?` }],
      answer: `so${"!".repeat(i)} it is${".".repeat(9 - i)}`,
      text: `so${"!".repeat(i)} it is${".".repeat(9 - i)}`,
    });
    const answers = [0, 1, 2, 3].flatMap((n) => [1, 4, 8].map((i) => answer(n, i)));
    const found = await watchAnswers(base.local, answers, { axes, neutral, scorer, shown: 0 }, options);
    expect(found).toMatchObject({ rollouts: 3, prompts: 4, shown: [] });
    const of = (axis: string, place: string) =>
      found.correlations!.axes.find((one) => one.axis === axis && one.place === place)!;
    const shout = of("shout@0", "responseMean").withinPrompts.pearson as { value: number; low: number; n: number };
    expect(shout.value).toBeGreaterThan(0.99);
    expect(shout.low).toBeGreaterThan(0.9);
    expect(shout.n).toBe(12);
    expect(of("shout@0", "promptLast").withinPrompts.pearson).toHaveProperty("undefined");
  });

  test("follows a conversation turn by turn, each behind all before it", async () => {
    const result = await projectionInstrument(watching({ turns: 3 })).measure(base, options);
    expect(result).toMatchObject({ answers: 6, turns: 3 });
    expect(result.drift).toHaveLength(3 * 2 * axes.length);
    expect(result.drift.filter(({ turn }) => turn === 3).every(({ raw }) => raw.n === 2)).toBe(true);
    const single = await projectionInstrument(watching()).measure(base, options);
    const lastOf = (rows: typeof result.rows, question: string) =>
      rows.find((row) => row.question === question)!.promptLast;
    expect(lastOf(result.rows, "what of 1?")).not.toEqual(lastOf(single.rows, "what of 1?"));
    expect(lastOf(result.rows, "what of 0?")).toEqual(lastOf(single.rows, "what of 0?"));
  });

  test("an answer without a token has no mean, and is said to have none", async () => {
    const messages = [{ role: "user" as const, content: "so?" }];
    const empty = { id: "e", prompt: "e", question: "so?", turn: 1, messages, answer: [], text: "" };
    const found = await watchAnswers(base.local, [empty], { axes, neutral, shown: 1 }, options);
    expect(found.rows[0]).toMatchObject({ tokens: 0, responseMean: null });
    expect(found.levels.map(({ place }) => place)).toEqual(axes.map(() => "promptLast"));
    expect(found.warnings).toEqual(["1 of 1 answers are empty: they have no mean."]);
  });
});

describe("finetuning shift", () => {
  const subject = (id: string, before = "") => ({
    id,
    local: base.local,
    prompts: questions.map(({ asked }) => [{ role: "user" as const, content: `${before}${asked.question}` }]),
  });

  test("is 0 for the base against itself, to the bit, and not for a model that sees something else", async () => {
    const measured = await measureShifts(
      { axes, base: subject("base"), tuned: [subject("same"), subject("other", "oh! ")] },
      options,
    );
    const [same, other] = measured.subjects;
    for (const { raw, deviations, norms } of same!.shifts) {
      expect(raw).toEqual({ value: 0, low: 0, high: 0, n: 6 });
      expect(deviations).toEqual({ value: 0, low: 0, high: 0, n: 6 });
      if (norms) expect(norms.value).toBe(0);
    }
    expect(other!.shifts.every(({ raw }) => raw.value !== 0)).toBe(true);
  });

  test("is told in the base's deviations and in median norms, and turns with the vector", () => {
    const [before, after] = [
      [1, 2, 3, 6],
      [3, 3, 5, 9],
    ] as const;
    const { raw, deviations, norms } = shiftOf(before, after, { medianNorm: 4, seed: 1 });
    expect(raw).toMatchObject({ value: 2, n: 4 });
    expect(norms).toEqual({ value: 0.5, low: raw.low! / 4, high: raw.high! / 4, n: 4 });
    expect(deviations!.value).toBeCloseTo(2 / Math.sqrt(14 / 3), 12);
    const minus = (values: readonly number[]) => values.map((value) => -value);
    const turned = shiftOf(minus(before), minus(after), { medianNorm: null, seed: 1 });
    expect(turned.raw.value).toBe(-2);
    expect(turned.norms).toBeNull();
    expect(shiftOf([1, 1], [2, 2], { medianNorm: null, seed: 1 }).deviations).toBeNull();
  });

  test("goes with trait scores over subjects", () => {
    const shifts = [1, 2, 4, 8].map((value) => shiftOf([0, 1], [value, value + 1], { medianNorm: null, seed: 0 }));
    expect(shiftAgainstScores(shifts, [10, 20, 40, 80]).pearson).toMatchObject({ value: 1, n: 4 });
    expect(shiftAgainstScores(shifts, [10, null, null, 80]).pearson).toHaveProperty("undefined");
  });
});
