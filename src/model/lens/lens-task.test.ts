import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { Resources } from "../../graph/engine/resources.ts";
import type { ModelSpec } from "../engine/load.ts";
import { generatorSession } from "../engine/sessions.ts";
import { Scorer } from "../score/scorer.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { writeTinyChat } from "../testing/tiny-chat.ts";
import { tinyLlama } from "../testing/tiny-llama.ts";
import { encodeChat } from "../tokenizer/chat.ts";
import { type LensReading, type LensRequest, type LensText, lensTask } from "./lens-task.ts";
import { usualStreams } from "./streams.ts";

const folder = temporaryFolder();
const path = join(folder, "tiny.gguf");
writeTinyChat(path);
const spec: ModelSpec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" };
const messages = [{ role: "user" as const, content: "Hello" }];
const bytes = (text: string) => [...Buffer.from(text)];
const texts: LensText[] = ["A boat.", "Two oars and a lamp. A hat!", "Yes"].map((text, i) => ({
  id: String(i),
  messages,
  response: bytes(text),
  places: [0, 2, text.length],
}));
const vocab = 288;
const every = Array.from({ length: vocab }, (_, id) => ({ ids: [id], ranked: false }));

async function read(request: Partial<LensRequest>): Promise<LensReading[]> {
  await using engine = inlineEngine({ threads: 1 });
  const found: LensReading[] = [];
  const whole = { model: spec, taps: usualStreams, sets: every, texts, ...request };
  await engine.run(lensTask, whole, { onEvent: (event) => void found.push(event) });
  return found.sort((a, b) => a.id.localeCompare(b.id));
}

describe("readLens", () => {
  test("at the last stream the probabilities are those that the model is scored by, at every place", async () => {
    const found = await read({});
    const resources = new Resources();
    const { model, session } = await generatorSession(spec, {
      resources,
      threads: 1,
      signal: new AbortController().signal,
    });
    const prompt = encodeChat(model.tokenizer, model.template(), messages, { generationPrompt: true });
    const scorer = new Scorer(model.source.config, session, spec.accuracy);
    for (const [i, { response, places }] of texts.entries()) {
      const ids = [...prompt, ...response];
      const batch = await scorer.open([{ ids, places: places.map((at) => prompt.length + at) }]);
      const rows = await batch.after(places.map((_, place) => ({ text: 0, place, tokens: [] })));
      for (const [place, row] of rows.entries()) {
        const streams = found[i]!.logProbs[place]!;
        expect(streams).toHaveLength(tinyLlama.layers + 1);
        for (const [id, p] of row.entries()) expect(Math.abs(Math.exp(streams.at(-1)![id]!) - p)).toBeLessThan(1e-6);
      }
    }
    await resources.dispose();
  });

  test("sets add up, and are ranked by their most probable token", async () => {
    const sets = [
      { ids: [65, 66, 67], ranked: true },
      { ids: every.map(({ ids: [id] }) => id!), ranked: true },
    ];
    const [single, summed] = [await read({}), await read({ sets })];
    for (const [i, { logProbs, ranks }] of summed.entries())
      for (const [place, streams] of logProbs.entries())
        for (const [stream, [some, all]] of streams.entries()) {
          const own = single[i]!.logProbs[place]![stream]!;
          const p = own.map(Math.exp);
          expect(Math.exp(some!)).toBeCloseTo(p[65]! + p[66]! + p[67]!, 6);
          expect(all).toBeCloseTo(0, 5);
          const best = Math.max(...own.slice(65, 68));
          expect(ranks[place]![stream]).toEqual([1 + own.filter((x) => x > best).length, 1]);
        }
  });

  test("texts that are known are not read again, and the others get the same bits", async () => {
    const all = await read({});
    expect(await read({ known: ["0", "2"] })).toEqual([all[1]]);
    expect(await read({ known: ["0", "1", "2"] })).toEqual([]);
  });

  test("a token that the model has no row for has no probability", async () => {
    const sets = [{ ids: [65, vocab + 3], ranked: false }];
    expect(await read({ sets })).toEqual(await read({ sets: [{ ids: [65], ranked: false }] }));
  });

  test.each<[Partial<LensRequest>, string]>([
    [{ taps: ["layers.2.resid_post"] }, "its layers are 0 to 1"],
    [{ taps: ["layers.*.mlp.act"] }, "is not it"],
    [{ sets: [{ ids: [vocab], ranked: false }] }, "no token that the model has"],
    [{ sets: [{ ids: [-1], ranked: false }] }, "-1 is no token"],
    [{ texts: [{ ...texts[0]!, places: [8] }] }, 'places 8 of text "0" are no places: it has 7 tokens'],
    [{ texts: [{ ...texts[0]!, places: [] }] }, "places (none)"],
    [{ texts: [{ ...texts[0]!, response: bytes("a".repeat(5000)) }] }, "the model's context is 4096: shorten it"],
  ])("%j is bad input", async (wrong, message) => {
    await expect(read(wrong)).rejects.toMatchObject({ code: "bad-input", message: expect.stringContaining(message) });
  });
});
