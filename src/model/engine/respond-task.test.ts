import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { openModel } from "../source.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { writeTinyChat } from "../testing/tiny-chat.ts";
import { readText } from "./load.ts";
import { type RespondRequest, type Response, respondTask } from "./respond-task.ts";
import { writeScriptedModel } from "./testing/scripted-model.ts";

const folder = temporaryFolder();
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine[Symbol.asyncDispose]());

const utf8 = (text: string) => new TextEncoder().encode(text);
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Whether the pieces of a text begin and end between its graphemes. */
function splitsNothing(text: string, pieces: readonly string[]): boolean {
  const boundaries = new Set([...segmenter.segment(text)].map(({ index }) => index)).add(text.length);
  return pieces.every((_, i) => boundaries.has(pieces.slice(0, i + 1).join("").length));
}

/** Responses by id, each with the pieces in which it was streamed. */
async function answers(path: string, change: Partial<RespondRequest>) {
  const pieces = new Map<string, string[]>();
  const found = new Map<string, Response & { pieces: string[] }>();
  const request: RespondRequest = {
    model: { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" },
    prompts: [],
    sampling: { temperature: 0, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 },
    seed: 0,
    maxNewTokens: 30,
    stops: [],
    batch: 4,
    stream: true,
    ...change,
  };
  await engine.run(respondTask, request, {
    onEvent: (event) => {
      if (event.type === "text") pieces.set(event.id, [...(pieces.get(event.id) ?? []), event.text]);
      else found.set(event.id, { ...event.response, pieces: pieces.get(event.id) ?? [] });
    },
  });
  return found;
}

const astronaut = "👩‍🚀";
const [a, b, c] = [utf8(astronaut).slice(0, 3), utf8(astronaut).slice(3, 9), utf8(astronaut).slice(9)];
const flag = utf8("🇩🇪");
const scripted = join(folder, "scripted.gguf");
writeScriptedModel(scripted, [
  ["1", "Hello", " wor", "ld. EN", "D of", " it", null],
  ["2", "So ", a!, b!, c!, "!", " Yes", null],
  ["3", "Flag ", flag.slice(0, 5), flag.slice(5, 7), flag.slice(7), "?", null],
  ["4", "e", utf8("\u0301").slice(0, 1), utf8("\u0301").slice(1), "tat", null],
]);
const say = async (prompt: string, change: Partial<RespondRequest> = {}) =>
  (await answers(scripted, { prompts: [{ id: prompt, messages: prompt, stream: "" }], ...change })).get(prompt)!;

describe("how a response ends", () => {
  it("by the end token", async () => {
    expect(await say("1")).toMatchObject({
      text: "Hello world. END of it",
      finish: "end",
      ids: { length: 5 },
      pieces: ["Hell", "o wo", "rld. E", "ND o", "f i", "t"],
      promptTokens: 1,
    });
  });

  it("by a stop string that spans tokens: nothing of it is shown, and no token more is taken", async () => {
    const { text, finish, ids, pieces } = await say("1", { stops: ["never", " END"] });
    expect({ text, finish, tokens: ids.length }).toEqual({ text: "Hello world.", finish: "stop", tokens: 4 });
    expect(pieces.join("")).toBe("Hello world.");
  });

  it("by a stop string that the last allowed token completes", async () => {
    expect(await say("1", { stops: ["END"], maxNewTokens: 4 })).toMatchObject({
      text: "Hello world. ",
      finish: "stop",
    });
    expect(await say("1", { stops: ["END"], maxNewTokens: 3 })).toMatchObject({
      text: "Hello world. EN",
      finish: "length",
    });
  });

  it("by a stop string inside of what a reader takes for one character", async () => {
    expect(await say("2", { stops: ["\u200d"] })).toMatchObject({
      text: "So 👩",
      finish: "stop",
      pieces: ["So", " ", "👩"],
    });
    expect(await say("4", { stops: ["\u0301"] })).toMatchObject({ text: "e", finish: "stop" });
  });

  it("by a stop string that begins with the end of an emoji", async () => {
    const { text, pieces } = await say("2", { stops: ["🚀! No"] });
    expect(text).toBe(`So ${astronaut}! Yes`);
    expect(pieces).toEqual(["So", " ", `${astronaut}! Ye`, "s"]);
  });

  it("by the limit, in the middle of an emoji: what is cut off shows as U+FFFD", async () => {
    const cut = (prompt: string, maxNewTokens: number) => say(prompt, { maxNewTokens });
    expect(await cut("2", 2)).toMatchObject({ text: "So \ufffd", finish: "length", pieces: ["So", " \ufffd"] });
    expect(await cut("2", 3)).toMatchObject({ text: "So 👩\u200d\ufffd", finish: "length" });
    expect(await cut("2", 4)).toMatchObject({ text: `So ${astronaut}`, finish: "length" });
    expect(await cut("3", 3)).toMatchObject({ text: "Flag 🇩\ufffd", finish: "length" });
  });
});

describe("streaming", () => {
  it.each(["1", "2", "3", "4"])(
    "script %s: the pieces joined are the text, cut between graphemes only",
    async (prompt) => {
      const { text, pieces } = await say(prompt);
      expect(pieces.join("")).toBe(text);
      expect(splitsNothing(text, pieces)).toBe(true);
    },
  );

  it("random responses: the same, and the text is what the tokens decode to", async () => {
    const path = join(folder, "tiny.gguf");
    writeTinyChat(path);
    const { tokenizer } = await readText(await openModel(path));
    const prompts = Array.from({ length: 24 }, (_, i) => {
      return { id: String(i), messages: [{ role: "user" as const, content: "Hi" }], stream: String(i) };
    });
    const sampling = { temperature: 1.5, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };
    const found = await answers(path, { prompts, sampling, maxNewTokens: 40, batch: 24 });
    expect(found.size).toBe(24);
    const stopped = await answers(path, { prompts, sampling, maxNewTokens: 40, batch: 5, stops: [". ", "e", "🎉"] });
    for (const [id, { text, ids, pieces }] of found) {
      expect(text).toBe(tokenizer.decode(ids));
      expect(pieces.join("")).toBe(text);
      expect(splitsNothing(text, pieces)).toBe(true);
      // The same draws with stops: the same text up to the first.
      const at = text.split(/\. |e|🎉/u)[0]!;
      const { text: cut, finish } = stopped.get(id)!;
      expect(cut).toBe(at);
      if (at !== text) expect(finish).toBe("stop");
    }
  });
});

it("a prompt longer than the context is refused in one sentence, before the others are answered", async () => {
  const prompts = [
    { id: "short", messages: "1", stream: "" },
    { id: "long", messages: "x".repeat(5000), stream: "" },
  ];
  const seen: unknown[] = [];
  const error = await answers(scripted, { prompts }).then(
    (found) => seen.push(...found),
    (error: unknown) => error,
  );
  expect(seen).toEqual([]);
  expect(error).toMatchObject({
    code: "bad-input",
    message:
      "the prompt of long has 5000 tokens and the model's context is 4096: shorten the prompt to 4095 tokens or fewer",
  });
});
