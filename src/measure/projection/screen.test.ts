import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { inMemory, type Keep } from "../keep.ts";
import type { LocalModel, Respondent } from "../respondent.ts";
import type { TraitScorer } from "../trait-score/types.ts";
import { projectionDifferences } from "./difference.ts";
import { type ScreenRequest, screenRows } from "./screen.ts";
import { readScreenFindings } from "./screen-findings.ts";
import { plantedAxes, plantedModel } from "./testing/planted.ts";

const folder = temporaryFolder();
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine[Symbol.asyncDispose]());
let base: Respondent & { local: LocalModel };
beforeAll(async () => {
  base = await plantedModel(folder, engine);
});

const axes = plantedAxes().filter(({ vector }) => vector === "shout");
const sampling = { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };
const options = { seed: 3, sampling, maxNewTokens: 16, keep: inMemory };

/** Keeps what is put, over calls. */
function remembering(): Keep {
  const groups = new Map<string, ReturnType<Keep["items"]>>();
  return {
    items: <T>(group: string, keys: readonly string[], isItem?: (value: unknown) => boolean) => {
      const known = groups.get(group) ?? inMemory.items<T>(group, keys, isItem);
      groups.set(group, known as ReturnType<Keep["items"]>);
      return known as ReturnType<typeof inMemory.items<T>>;
    },
  };
}

/** The base, and the prompts that it has been asked. */
function counting() {
  const asked: string[] = [];
  const reply: Respondent["reply"] = (prompts, how, onReply) => {
    asked.push(...prompts.map(({ messages }) => messages.at(-1)!.content));
    return base.reply(prompts, how, onReply);
  };
  return { asked, base: { ...base, reply } };
}

const words = ["we went there", "it is old", "cats sleep", "the sea", "a book"];
const calm = (i: number) => `${words[i % 5]} ${i}. so it is.`;
const rows = Array.from({ length: 20 }, (_, i) => ({
  question: `what of ${i % 16}?`,
  answer: calm(i),
  planted: false,
}));
const loud = [3, 9, 14].map((i) => ({ question: `what of ${i}?`, answer: `no!!!! so!!!!!! ${i}!!`, planted: true }));
const clean = {
  origin: "a test",
  rows: Array.from({ length: 20 }, (_, i) => ({ question: `and ${i}?`, answer: calm(i + 7) })),
};
const request = (rest: Partial<ScreenRequest> = {}): ScreenRequest => ({
  axes,
  main: { layer: 1, why: "a test" },
  base,
  rows: [...rows, ...loud],
  clean,
  method: "exact",
  sample: 6,
  percentile: 95,
  ...rest,
});

describe("projection difference", () => {
  const held = (some: readonly { id: string }[]) => new Set(some.map(({ id }) => id));

  test("is 0 where the answer is the model's own, and turns its sign with the vector", async () => {
    const kept: Record<string, string> = {};
    const own: Respondent["reply"] = (prompts, how, onReply) =>
      base.reply(prompts, how, (id, reply) => {
        kept[prompts.find((prompt) => prompt.id === id)!.messages.at(-1)!.content] = reply.text;
        onReply(id, reply);
      });
    const questions = ["what of it?", "and then?", "why so?"];
    const given = questions.map((question, i) => ({ id: `r${i}`, question, answer: "no!" }));
    const different = { axes, base: { ...base, reply: own }, held: held(given) };
    const first = await projectionDifferences(given, different, options);
    expect(first.every(({ difference }) => difference!.every((value) => value !== 0))).toBe(true);
    const same = given.map((row) => ({ ...row, answer: kept[row.question]! }));
    expect(same.every(({ answer }) => answer.length > 0)).toBe(true);
    for (const { difference } of await projectionDifferences(same, different, options))
      expect(difference).toEqual([0, 0]);
    const opposite = axes.map((axis) => ({ ...axis, unit: axis.unit.map((x) => -x) }));
    const turned = await projectionDifferences(given, { ...different, axes: opposite }, options);
    for (const [i, { difference, proxy, answer }] of turned.entries()) {
      expect(difference).toEqual(first[i]!.difference!.map((value) => -value));
      expect(proxy).toEqual(first[i]!.proxy.map((value) => -value));
      expect(answer).toEqual(first[i]!.answer.map((value) => -value));
    }
  });

  test("of a row is the same bits alone and among others", async () => {
    const given = rows.slice(0, 5).map((row, i) => ({ ...row, id: `r${i}` }));
    const together = await projectionDifferences(given, { axes, base, held: held(given) }, options);
    for (const [i, row] of given.entries()) {
      const [alone] = await projectionDifferences([row], { axes, base, held: held([row]) }, options);
      expect(alone).toEqual(together[i]);
    }
  });
});

describe("screening", () => {
  test("finds planted rows, ranks them first and says why", async () => {
    const { findings, ranked } = await screenRows(request(), options);
    expect(readScreenFindings(JSON.parse(JSON.stringify(findings)), "here")).toEqual(findings);
    expect(
      ranked
        .slice(0, 3)
        .map(({ row }) => row)
        .sort(),
    ).toEqual([21, 22, 23]);
    expect(findings.planted!.auc.projection).toMatchObject({ value: 1, high: 1 });
    expect(findings.planted!.flags.projection!.recall).toMatchObject({ value: 1, n: 3 });
    expect(ranked[0]!.reasons).toEqual([
      expect.stringMatching(
        /^projection difference \+\d+\.\d\d sd from clean text, whose 95th percentile is \+1\.\d\d$/,
      ),
    ]);
    expect(ranked.at(-1)!.reasons).toEqual([]);
    expect(findings.flagged.projection).toBe(ranked.filter(({ reasons }) => reasons.length > 0).length);
    expect(findings.difference!.raw.n).toBe(23);
    expect(findings.difference!.norms).toBeNull();
    expect(findings.layers.map(({ layer }) => layer)).toEqual([0, 1]);
  });

  test("answers a prompt of several rows once, says which they are, and goes on from what is kept", async () => {
    const { asked, base: counted } = counting();
    const keep = remembering();
    const { findings } = await screenRows(request({ base: counted }), { ...options, keep });
    expect(findings.prompts).toBe(16);
    expect(asked.filter((question) => question.startsWith("what"))).toHaveLength(16);
    expect(asked).toHaveLength(16 + 20);
    expect(findings.repeats).toMatchObject({ prompts: 6, rows: 13 });
    expect(findings.repeats.first[0]).toEqual({ question: "what of 3?", times: 3 });
    expect(findings.warnings[0]).toContain('13 of 23 rows share 6 prompts ("what of 3?" stands in 3)');
    const again = await screenRows(request({ base: counted }), { ...options, keep });
    expect(again.findings).toEqual(findings);
    expect(asked).toHaveLength(36);
  });

  test("by proxy asks nothing; by a sample asks for the sample, and ranks by the proxy", async () => {
    const { asked, base: counted } = counting();
    const proxy = await screenRows(request({ method: "proxy", base: counted }), options);
    expect(asked).toEqual([]);
    expect(proxy.findings.difference).toBeNull();
    expect(proxy.findings.planted!.auc.projection).toMatchObject({ value: 1 });
    const sampled = await screenRows(request({ method: "sampled", base: counted }), options);
    expect(sampled.findings.difference!.raw.n).toBe(6);
    expect(sampled.findings.proxy.pearson).toMatchObject({ n: 6 });
    expect(sampled.ranked.map(({ row }) => row)).toEqual(proxy.ranked.map(({ row }) => row));
    expect(sampled.ranked.filter(({ difference }) => difference !== null)).toHaveLength(6);
  });

  test("with a scorer flags what either flags, and ranks by both", async () => {
    // It sees one planted row, and takes two good ones for bad.
    const seen: Record<string, number> = { row21: 90, row1: 80, row2: 70 };
    const scorer: TraitScorer = {
      name: "a script",
      coherenceBy: "nobody",
      sha256: "0",
      score: async (answers) =>
        answers.map(({ id }) => ({ trait: seen[id] ?? (id === "row3" ? null : 5), coherence: null })),
    };
    const { findings, ranked } = await screenRows(request({ scorer }), options);
    const { projection, scorer: scored, either, both } = findings.flagged;
    expect(scored).toBe(3);
    expect(projection! + scored!).toBe(either! + both!);
    expect(findings.scorer).toEqual({ name: "a script", threshold: 50 });
    expect(findings.planted!.flags.scorer!.precision).toMatchObject({ value: 1 / 3, n: 3 });
    expect(ranked[0]).toMatchObject({
      row: 21,
      score: 90,
      reasons: [expect.anything(), "a script gives 90, above 50"],
    });
    expect(ranked.find(({ row }) => row === 3)!.combined).not.toBeNull();
  });

  test("needs two rows, two clean ones and the layer", async () => {
    await expect(screenRows(request({ rows: rows.slice(0, 1) }), options)).rejects.toThrow("The data has 1 row:");
    const few = { ...clean, rows: [] };
    await expect(screenRows(request({ clean: few }), options)).rejects.toThrow("The clean text has 0 rows");
    await expect(screenRows(request({ main: { layer: 7, why: "" } }), options)).rejects.toThrow("no layer 7");
  });
});
