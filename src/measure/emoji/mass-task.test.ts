import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emojiList } from "../../base/text/emoji-list.ts";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { Resources } from "../../graph/engine/resources.ts";
import { type ModelSpec, readText } from "../../model/engine/load.ts";
import { respondTask } from "../../model/engine/respond-task.ts";
import { generatorSession } from "../../model/engine/sessions.ts";
import { Scorer } from "../../model/score/scorer.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { writeTinyChat } from "../../model/testing/tiny-chat.ts";
import { encodeChat } from "../../model/tokenizer/chat.ts";
import { type MassText, massTask, type ResponseMass } from "./mass-task.ts";

const folder = temporaryFolder();
const path = join(folder, "tiny.gguf");
writeTinyChat(path);
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine[Symbol.asyncDispose]());

const spec: ModelSpec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" };
const messages = [{ role: "user" as const, content: "Hello" }];
const texts: MassText[] = [];

beforeAll(async () => {
  const prompts = Array.from({ length: 20 }, (_, i) => ({ id: String(i), messages, stream: String(i) }));
  const sampling = { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };
  await engine.run(
    respondTask,
    { model: spec, prompts, sampling, seed: 1, maxNewTokens: 120, stops: [], batch: 20, stream: false },
    {
      onEvent: (event) => {
        if (event.type !== "response") return;
        const { ids, text, finish } = event.response;
        texts.push({ id: event.id, messages, ids, text, complete: finish === "end" });
      },
    },
  );
});

async function weigh(some: readonly MassText[], model = spec): Promise<[string, ResponseMass][]> {
  const found: [string, ResponseMass][] = [];
  await engine.run(massTask, { model, texts: some }, { onEvent: ({ id, mass }) => void found.push([id, mass]) });
  return found;
}

describe("the mass at a response's sentence ends", () => {
  it("comes in the order asked, and to the bit the same in any company: stopped and continued gives the same", async () => {
    const all = await weigh(texts);
    expect(all.map(([id]) => id)).toEqual(texts.map(({ id }) => id));
    expect(all.flatMap(([, { sentenceEnds }]) => sentenceEnds).length).toBeGreaterThan(10);
    expect(all.some(([, { answerEnd }]) => answerEnd !== null)).toBe(true);
    const alone = [];
    for (const text of texts) alone.push(...(await weigh([text])));
    expect(alone).toEqual(all);
    expect(await weigh(texts.slice(7))).toEqual(all.slice(7));
    expect(await weigh([...texts].reverse())).toEqual([...all].reverse());
  });

  it("never exceeds 1, nor its own upper bound, with all that could come instead", async () => {
    for (const accuracy of ["f32", "int8"] as const)
      for (const [, { sentenceEnds, answerEnd }] of await weigh(texts, { ...spec, accuracy }))
        for (const place of [...sentenceEnds, ...(answerEnd ? [answerEnd] : [])]) {
          const { emoji, upper, exclamation, newline, end } = place;
          expect(emoji).toBeGreaterThan(0);
          expect(emoji).toBeLessThanOrEqual(upper);
          expect(emoji + exclamation + newline + end).toBeLessThanOrEqual(1 + 1e-6);
          // What is not followed to its end is little.
          expect(upper - emoji).toBeLessThan(0.02);
        }
  });

  it("lies between its bounds by brute force: every way in bytes and whole tokens to spell any emoji of the list", async () => {
    const text = texts.find(({ ids, complete }) => complete && ids.length > 5)!;
    const [[, { answerEnd }]] = (await weigh([text])) as [[string, ResponseMass]];
    const { tokenizer, template } = await readText(await openModel(path));
    const prompt = encodeChat(tokenizer, template(), messages, { generationPrompt: true });
    const resources = new Resources();
    const needs = { resources, threads: 1, signal: new AbortController().signal };
    const { model, session } = await generatorSession(spec, needs);
    const scorer = new Scorer(model.source.config, session, spec.accuracy);
    const ids = [...prompt, ...text.ids];
    const batch = await scorer.open([{ ids, places: [ids.length] }]);

    // Every beginning of an emoji, and which of them are one; keycaps are left out of the mass.
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
    const whole = new Set(emojiList().map(({ text: sign }) => hex(new TextEncoder().encode(sign))));
    const beginnings = new Set([...whole].flatMap((sign) => sign.match(/../g)!.map((_, i) => sign.slice(0, 2 * i))));
    const keycap = /^(23|2a|3\d)/;
    const pieces = Array.from({ length: model.source.config.vocab }, (_, id) => tokenizer.bytes(id));
    const afterBlanks = (spelt: string) => spelt.replace(/^(20)+/, "");
    const begun = (spelt: string) =>
      spelt.match(/../g)!.some((_, i, all) => whole.has(afterBlanks(all.slice(0, i + 1).join(""))));

    let truth = 0;
    let level = [{ tokens: [] as number[], spelt: "", weight: 1 }];
    for (let depth = 0; depth < 6; depth++) {
      const rows = await batch.after(level.map(({ tokens }) => ({ text: 0, place: 0, tokens })));
      level = level.flatMap(({ tokens, spelt, weight }, i) =>
        pieces.flatMap((piece, id) => {
          if (!piece || piece.length === 0) return [];
          const next = { tokens: [...tokens, id], spelt: spelt + hex(piece), weight: weight * rows[i]![id]! };
          if (keycap.test(afterBlanks(next.spelt))) return [];
          if (begun(next.spelt)) {
            truth += next.weight;
            return [];
          }
          return beginnings.has(afterBlanks(next.spelt)) && next.weight > 1e-7 ? [next] : [];
        }),
      );
    }
    await resources.dispose();
    expect(answerEnd!.token).toBe(text.ids.length);
    expect(truth).toBeGreaterThan(0.001);
    expect(answerEnd!.emoji).toBeLessThanOrEqual(truth + 1e-6);
    expect(answerEnd!.upper).toBeGreaterThanOrEqual(truth - 1e-6);
    // What the walk leaves out is little: the two bounds are close.
    expect(truth - answerEnd!.emoji).toBeLessThan(0.1 * truth);
  });
});
