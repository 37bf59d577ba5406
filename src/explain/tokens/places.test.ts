import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emojiGroups } from "../../base/text/emoji-list.ts";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { massTask, type ResponseMass } from "../../measure/emoji/mass-task.ts";
import type { ModelSpec } from "../../model/engine/load.ts";
import { respondTask } from "../../model/engine/respond-task.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { writeTinyChat } from "../../model/testing/tiny-chat.ts";
import type { CountedEmoji } from "./counted.ts";
import { type PlacesText, placesTask, type TextMasses } from "./places-task.ts";

const folder = temporaryFolder();
const path = join(folder, "tiny.gguf");
writeTinyChat(path);
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine[Symbol.asyncDispose]());

const spec: ModelSpec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" };
const messages = [{ role: "user" as const, content: "Hello" }];
const texts: (PlacesText & { text: string })[] = [];

beforeAll(async () => {
  const prompts = Array.from({ length: 12 }, (_, i) => ({ id: String(i), messages, stream: String(i) }));
  const sampling = { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };
  await engine.run(
    respondTask,
    { model: spec, prompts, sampling, seed: 1, maxNewTokens: 60, stops: [], batch: 12, stream: false },
    {
      onEvent: (event) => {
        if (event.type !== "response") return;
        const { ids, text } = event.response;
        texts.push({
          id: event.id,
          messages,
          ids,
          text,
          close: ids.map((_, token) => token).filter((i) => i % 2 === 0),
        });
      },
    },
  );
});

async function weigh(known: readonly string[] = [], counted: CountedEmoji = {}): Promise<Map<string, TextMasses>> {
  const found = new Map<string, TextMasses>();
  await engine.run(
    placesTask,
    { model: spec, texts: texts.map(({ text: _, ...read }) => read), known, counted },
    { onEvent: ({ id, masses }) => void found.set(id, masses) },
  );
  return found;
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, x) => total + x, 0);

describe("the mass at every place", () => {
  it("is what the emoji instrument weighs at sentence ends, with bounds as near or nearer, and the same rivals", async () => {
    const all = await weigh();
    const responses: [string, ResponseMass][] = [];
    await engine.run(
      massTask,
      { model: spec, texts: texts.map((text) => ({ ...text, complete: true })) },
      { onEvent: ({ id, mass }) => void responses.push([id, mass]) },
    );
    let places = 0;
    for (const [id, { sentenceEnds, answerEnd }] of responses)
      for (const place of [...sentenceEnds, ...(answerEnd ? [answerEnd] : [])]) {
        const own = all.get(id)!;
        const { token } = place;
        expect(own.emoji[token]).toBeLessThanOrEqual(place.upper * (1 + 1e-6));
        expect(own.upper[token]).toBeGreaterThanOrEqual(place.emoji * (1 - 1e-6));
        for (const rival of ["exclamation", "newline", "end"] as const)
          expect(own[rival][token]! / place[rival]).toBeCloseTo(1, 5);
        places++;
      }
    expect(places).toBeGreaterThan(20);
  });

  it("is there from before the first token to after the last, within its bounds, closer where asked", async () => {
    const gaps = { close: 0, elsewhere: 0 };
    for (const [id, masses] of await weigh()) {
      const { ids, close } = texts.find((text) => text.id === id)!;
      for (const column of [masses.emoji, masses.upper, masses.exclamation, masses.newline, masses.end])
        expect(column).toHaveLength(ids.length + 1);
      for (const [token, emoji] of masses.emoji.entries()) {
        expect(emoji).toBeGreaterThan(0);
        expect(masses.upper[token]).toBeGreaterThanOrEqual(emoji);
        gaps[close.includes(token) ? "close" : "elsewhere"] += masses.upper[token]! - emoji;
      }
    }
    expect(gaps.close).toBeLessThan(gaps.elsewhere);
  });

  it("is shared out among emoji and groups without rest", async () => {
    for (const { emoji, byEmoji, byGroup } of (await weigh()).values()) {
      expect(sum(Object.values(byGroup)) / sum(emoji)).toBeCloseTo(1, 5);
      // The least probable emoji are left out.
      expect(sum(Object.values(byEmoji))).toBeLessThanOrEqual(sum(emoji) * (1 + 1e-5));
      expect(sum(Object.values(byEmoji)) / sum(emoji)).toBeGreaterThan(0.9);
      expect(Object.keys(byEmoji).slice(0, 3).sort()).toEqual(["🎉", "😀", "❤️"].sort());
    }
  });

  it("is to the bit the same when texts are known already: stopped and continued gives the same", async () => {
    const all = await weigh();
    const known = texts.slice(0, 5).map(({ id }) => id);
    const rest = await weigh(known);
    expect([...rest.keys()]).toEqual(texts.slice(5).map(({ id }) => id));
    for (const [id, masses] of rest) expect(masses).toEqual(all.get(id));
  });

  it("splits by groups and by emoji that are counted", async () => {
    const all = await weigh();
    const parts = await Promise.all(
      [emojiGroups.slice(0, 1), emojiGroups.slice(1)].map((groups) => weigh([], { groups })),
    );
    const party = await weigh([], { emoji: ["🎉"] });
    for (const [id, masses] of all)
      for (const [token, emoji] of masses.emoji.entries()) {
        const both = sum(parts.map((part) => part.get(id)!.emoji[token]!));
        // A part with less mass follows its prefixes further.
        expect(both).toBeGreaterThanOrEqual(emoji * (1 - 1e-5));
        expect(both).toBeLessThanOrEqual(masses.upper[token]! * (1 + 1e-5));
        expect(party.get(id)!.emoji[token]).toBeLessThan(emoji);
      }
    expect(Object.keys(party.get("0")!.byEmoji)).toEqual(["🎉"]);
  });
});
