import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { Resources } from "../../graph/engine/resources.ts";
import { writeAdapter } from "../adapter/peft.ts";
import type { LoraAdapter } from "../adapter/types.ts";
import { projections } from "../config.ts";
import { projectionShape } from "../decoder/projection-shape.ts";
import { loadModel, type ModelSpec } from "../engine/load.ts";
import { generatorSession } from "../engine/sessions.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { writeTinyChat } from "../testing/tiny-chat.ts";
import { encodeChat } from "../tokenizer/chat.ts";
import type { ChatMessage } from "../tokenizer/types.ts";
import { runsOf } from "./distribution-runs.ts";
import { distributionTask, type TextToWeigh, type WeighedText } from "./distribution-task.ts";
import { Scorer } from "./scorer.ts";

const folder = temporaryFolder();
const path = join(folder, "tiny.gguf");
writeTinyChat(path);
const spec: ModelSpec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" };
const context = { resources: new Resources(), threads: 1, signal: new AbortController().signal };

/** An adapter of random matrices, so that the persona is another model. */
async function adapted(): Promise<ModelSpec> {
  const { source } = await loadModel(spec, context);
  const { config } = source;
  const random = (name: string, n: number) => Float32Array.from(normals(n, randomStream(0, name)), (x) => 0.2 * x);
  const pairs = Array.from({ length: config.layers }, (_, layer) =>
    projections.map((projection) => {
      const [out, input] = projectionShape(config, projection);
      const name = `${layer}.${projection}`;
      return [name, { a: random(`${name}.a`, 4 * input), b: random(`${name}.b`, out * 4) }] as const;
    }),
  ).flat();
  const adapter: LoraAdapter = {
    rank: 4,
    alpha: 8,
    rsLora: false,
    dropout: 0,
    targets: projections,
    pairs: new Map(pairs),
  };
  const at = join(folder, "adapter");
  await writeAdapter(at, adapter, { config, baseModel: path });
  return { ...spec, adapter: at };
}

const user = (content: string): ChatMessage[] => [{ role: "user", content }];
const text = "a small boat, two oars and a lamp.";
const asPersona: ChatMessage[] = [{ role: "system", content: "Be loud." }, ...user("Hello")];

async function weigh(model: ModelSpec, texts: readonly TextToWeigh[]): Promise<WeighedText[]> {
  await using engine = inlineEngine({ threads: 1 });
  const weighed: WeighedText[] = [];
  await engine.run(distributionTask, { model, texts }, { onEvent: (event) => void weighed.push(event) });
  return weighed;
}

/** Distributions [tokens][vocab] over the text's tokens, by the scorer that measures emoji too. */
async function rowsOf(model: ModelSpec, chat: readonly ChatMessage[] | null) {
  const { model: loaded, session } = await generatorSession(model, context);
  const { tokenizer } = loaded;
  const own = tokenizer.encode(text);
  const [beginning, rest] =
    chat === null
      ? [own.slice(0, 1), own.slice(1)]
      : [encodeChat(tokenizer, loaded.template(), chat, { generationPrompt: true }), own];
  const places = rest.map((_, i) => beginning.length + i);
  const scorer = new Scorer(loaded.source.config, session, model.accuracy);
  const batch = await scorer.open([{ ids: [...beginning, ...rest], places }]);
  const rows = await batch.after(places.map((_, place) => ({ text: 0, place, tokens: [] })));
  return { rows, logProbs: rows.map((row, i) => Math.log(row[rest[i]!]!)) };
}

const divergenceOf = (base: Float32Array, other: Float32Array) =>
  base.reduce((sum, p, i) => sum + p * Math.log(p / other[i]!), 0);

function near(a: readonly number[] | undefined, b: readonly number[]) {
  expect(a).toHaveLength(b.length);
  for (const [i, x] of b.entries()) expect(Math.abs(a![i]! - x)).toBeLessThan(2e-5);
}

describe("weighTexts", () => {
  test("base and persona side by side: each as the scorer gives it alone, and their divergence", async () => {
    const persona = await adapted();
    const frames = [
      { id: "alone", text, base: null, persona: null },
      { id: "chat", text, base: user("Hello"), persona: asPersona },
    ];
    const weighed = await weigh(persona, frames);
    expect(weighed.map(({ id }) => id)).toEqual(["alone", "chat"]);
    for (const [i, frame] of frames.entries()) {
      const base = await rowsOf(spec, frame.base);
      const own = await rowsOf(persona, frame.persona);
      near(weighed[i]!.base, base.logProbs);
      near(weighed[i]!.persona, own.logProbs);
      const divergence = base.rows.map((row, k) => divergenceOf(row, own.rows[k]!));
      near(weighed[i]!.divergence, divergence);
      expect(Math.max(...divergence)).toBeGreaterThan(0.01);
    }
    expect(weighed.map(({ bytes }) => bytes)).toEqual([text.length - 1, text.length]);
  });

  test("a persona that is all in its prompt: the same weights, another beginning; alone it changes nothing", async () => {
    const [chat, alone] = await weigh(spec, [
      { id: "chat", text, base: user("Hello"), persona: asPersona },
      { id: "alone", text, base: null, persona: null },
    ]);
    near(chat!.persona, (await rowsOf(spec, asPersona)).logProbs);
    expect(Math.max(...chat!.divergence!)).toBeGreaterThan(0);
    near(
      alone!.divergence,
      alone!.base.map(() => 0),
    );
  });

  test("without a persona only the base is weighed, as it is beside one", async () => {
    const base = { id: "chat", text, base: user("Hello") };
    const [own] = await weigh(spec, [base]);
    expect(own!.divergence).toBeUndefined();
    const [beside] = await weigh(await adapted(), [{ ...base, persona: asPersona }]);
    near(own!.base, beside!.base);
  });

  test("refuses what does not fit and what has nothing to weigh", async () => {
    await expect(weigh(spec, [{ id: "long", text: "a".repeat(5000), base: null }])).rejects.toMatchObject({
      code: "bad-input",
      message: 'Text "long" takes 5000 tokens with its chat and the model\'s context is 4096: shorten it.',
    });
    await expect(weigh(spec, [{ id: "short", text: "a", base: null }])).rejects.toThrow("no token to weigh");
  });
});

test("runs hold so many rows as the vocabulary allows, every token once and in order", () => {
  const sequence = (length: number, start: number) => ({ ids: Array<number>(length).fill(0), start, adapted: false });
  const vocab = 2 ** 19; // 16 rows a run
  const texts = [5, 3, 30].map((length) => [sequence(length + 1, 1), sequence(length + 9, 9)]);
  const runs = runsOf(texts, vocab);
  for (const run of runs) expect(run.reduce((rows, { from, to }) => rows + 2 * (to - from), 0)).toBeLessThanOrEqual(16);
  const places = runs
    .flat()
    .flatMap(({ text, from, to }) => Array.from({ length: to - from }, (_, i) => `${text}.${from + i}`));
  expect(places).toEqual([5, 3, 30].flatMap((length, text) => Array.from({ length }, (_, i) => `${text}.${i}`)));
});
