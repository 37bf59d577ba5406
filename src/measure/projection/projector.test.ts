import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeModel } from "../../graph/encode.ts";
import type { Graph } from "../../graph/graph.ts";
import { Session } from "../../graph/session.ts";
import { adapterAdjust } from "../../model/adapter/adjust.ts";
import type { LoraAdapter, LoraPair } from "../../model/adapter/types.ts";
import { Capturer } from "../../model/capture/capturer.ts";
import { captureGraph } from "../../model/capture/graph.ts";
import { projections } from "../../model/config.ts";
import { norm } from "../../model/directions/vectors.ts";
import { type GoldenLlama, goldenFolder, goldenLlama } from "../../model/testing/golden-llama.ts";
import { mean } from "../statistics/moments.ts";
import { meanRow } from "./project-task.ts";
import { projectionGraph } from "./projection-graph.ts";
import { Projector, type TokensToProject } from "./projector.ts";

type Values = Record<"tokens" | "own", number[]> & Record<"promptLast" | "responseMean" | "ownMean", number>;
interface Golden {
  vectors: Record<string, number[][]>;
  pairs: { prompt: number[]; answer: number[]; own: number[] }[];
  base: Record<string, Values>[];
  tuned: Record<string, Values>[];
  shift: Record<string, number>;
  difference: Record<string, number>;
}
const golden = JSON.parse(readFileSync(`${goldenFolder("")}/vectors_projection.json`, "utf8")) as Golden;

const axes = Object.entries(golden.vectors).flatMap(([name, layers]) =>
  layers.map((vector, layer) => ({
    id: `${name}@${layer}`,
    layer,
    unit: Float32Array.from(vector, (x) => x / norm(vector)),
  })),
);

/** The adapter that oracles/llama.py made for the model. */
function adapterOf({ case: { adapter }, expected }: GoldenLlama): LoraAdapter {
  const pairs = new Map<string, LoraPair>();
  for (const layer of [0, 1])
    for (const projection of projections) {
      const [a, b] = ["a", "b"].map((half) => expected.get(`lora.${layer}.${projection}.${half}`)?.values);
      if (a && b) pairs.set(`${layer}.${projection}`, { a, b } as LoraPair);
    }
  const { r: rank, lora_alpha: alpha, use_rslora: rsLora = false, target_modules: targets } = adapter;
  return { rank, alpha, rsLora, dropout: 0, targets, pairs };
}

const texts: TokensToProject[] = golden.pairs.flatMap(({ prompt, answer, own }, i) =>
  Object.entries({ answer, own }).map(([which, response]) => ({
    id: `${i}/${which}`,
    ids: [...prompt, ...response],
    start: 0,
    prompt: prompt.length,
  })),
);

let model: GoldenLlama;
const sessions: Session[] = [];
let base: Session;
let tuned: Session;
beforeAll(async () => {
  model = await goldenLlama("tied");
  const open = async (adjust?: ReturnType<typeof adapterAdjust>) => {
    const graph = projectionGraph(model.config, model.weights, { layers: [0, 1], accuracy: "f32", adjust });
    const session = await Session.create(encodeModel(graph), { threads: 1, prepack: true });
    sessions.push(session);
    return session;
  };
  base = await open();
  tuned = await open(adapterAdjust(adapterOf(model)));
});
afterAll(() => Promise.all(sessions.map((session) => session.dispose())));

async function projected(session: Session, some = texts, onto: typeof axes = axes): Promise<Map<string, number[][]>> {
  const all = new Map<string, number[][]>();
  for await (const { id, rows } of new Projector(model.config, session, onto).project(some)) all.set(id, rows);
  return all;
}

/** What is made of a pair's rows, by axis. */
function made(rows: Map<string, number[][]>, pair: number) {
  const at = golden.pairs[pair]!.prompt.length;
  const [answer, own] = [rows.get(`${pair}/answer`)!, rows.get(`${pair}/own`)!];
  return {
    answer,
    own,
    promptLast: answer[at - 1]!,
    responseMean: meanRow(answer.slice(at))!,
    ownMean: meanRow(own.slice(at))!,
  };
}

test("behind a prefix they are the projections of what is captured there, and others than without", async () => {
  const { config, weights } = model;
  const width = config.kvHeads * config.headDim;
  const prefix = Array.from({ length: 2 * config.layers }, (_, i) =>
    Float32Array.from({ length: width }, (_, j) => Math.cos(i + 2 * j)),
  );
  const options = { accuracy: "f32", prefixed: true } as const;
  const open = async (graph: Graph) => {
    const session = await Session.create(encodeModel(graph), { threads: 1, prepack: true });
    sessions.push(session);
    return session;
  };
  const session = await open(projectionGraph(config, weights, { layers: [0, 1], ...options }));
  const taps = ["layers.0.resid_post", "layers.1.resid_post"];
  const capturer = new Capturer(config, await open(captureGraph(config, weights, { taps, ...options })), taps, prefix);
  const [text] = texts;
  const span = { start: text!.ids.length - 1, end: text!.ids.length, reduce: "last" as const };
  const captured = [];
  for await (const one of capturer.capture([{ ...text!, spans: [span] }])) captured.push(one);
  const rows = [];
  for await (const one of new Projector(config, session, axes, prefix).project([text!])) rows.push(one.rows.at(-1)!);
  const without = (await projected(base, [text!])).get(text!.id)!.at(-1)!;
  for (const [column, { layer, unit }] of axes.entries()) {
    const [h] = captured[0]!.taps[taps[layer]!]!;
    const expected = unit.reduce((sum, x, i) => sum + x * h![i]!, 0);
    expect(Math.abs(rows[0]![column]! - expected)).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected)));
    if (layer === 1) expect(Math.abs(rows[0]![column]! - without[column]!)).toBeGreaterThan(1e-3);
  }
});

describe("projections equal PyTorch's", () => {
  test.each(["base", "tuned"] as const)(
    "of the %s model: tokens, last of the prompt, mean over the answer",
    async (who) => {
      const rows = await projected(who === "base" ? base : tuned);
      for (const [pair, expected] of golden[who].entries()) {
        const ours = made(rows, pair);
        for (const [column, { id }] of axes.entries()) {
          const theirs = expected[id]!;
          const near = (actual: number, value: number) =>
            expect(Math.abs(actual - value), `${pair} ${id}`).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
          for (const [token, value] of theirs.tokens.entries()) near(ours.answer[token]![column]!, value);
          for (const [token, value] of theirs.own.entries()) near(ours.own[token]![column]!, value);
          near(ours.promptLast[column]!, theirs.promptLast);
          near(ours.responseMean[column]!, theirs.responseMean);
          near(ours.ownMean[column]!, theirs.ownMean);
        }
      }
    },
  );

  test("finetuning shift and projection difference, whose means PyTorch took of the vectors", async () => {
    const [before, after] = [await projected(base), await projected(tuned)];
    const pairs = golden.pairs.map((_, pair) => ({ base: made(before, pair), tuned: made(after, pair) }));
    for (const [column, { id }] of axes.entries()) {
      const shift = mean(pairs.map((pair) => pair.tuned.promptLast[column]! - pair.base.promptLast[column]!));
      const difference = mean(pairs.map((pair) => pair.base.responseMean[column]! - pair.base.ownMean[column]!));
      expect(shift).toBeCloseTo(golden.shift[id]!, 5);
      expect(difference).toBeCloseTo(golden.difference[id]!, 5);
    }
  });
});

describe("a token's projections are the same bits", () => {
  test("alone and in any company, whatever else of the text is wanted", async () => {
    const together = await projected(base);
    for (const text of texts) {
      expect(await projected(base, [text])).toEqual(new Map([[text.id, together.get(text.id)!]]));
      const last = await projected(base, [{ ...text, start: text.ids.length - 1 }]);
      expect(last.get(text.id)).toEqual(together.get(text.id)!.slice(-1));
    }
  });

  test("onto one direction and onto many, and the other way round onto its opposite", async () => {
    const together = await projected(base);
    for (const [column, axis] of axes.entries()) {
      const opposite = { ...axis, unit: axis.unit.map((x) => -x) };
      const alone = await projected(base, texts, [axis, opposite, ...axes.filter(({ layer }) => layer !== axis.layer)]);
      for (const [id, rows] of alone)
        for (const [token, [one, other]] of rows.entries()) {
          expect(one).toBe(together.get(id)![token]![column]);
          expect(other).toBe(-one!);
        }
    }
  });
});

test("a text that is too long, or has nothing to project, is refused", async () => {
  const text = { id: "a", ids: [1, 2, 3], start: 3, prompt: 3 };
  await expect(projected(base, [text])).rejects.toThrow('text "a" has no token to project');
  const long = { ...text, ids: Array<number>(65).fill(1) };
  await expect(projected(base, [long])).rejects.toThrow('text "a" has 65 tokens and the model\'s context is 64');
});
