import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Engine } from "../../graph/engine/engine.ts";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { Resources } from "../../graph/engine/resources.ts";
import type { ModelSpec } from "../engine/load.ts";
import { generatorSession } from "../engine/sessions.ts";
import { byteTokens } from "../testing/byte-tokens.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { relativeDifference } from "../testing/relative-difference.ts";
import { tinyLlama, writeTinyGguf } from "../testing/tiny-llama.ts";
import { type CaptureText, captureTask, capture as runCapture } from "./capture-task.ts";
import type { Capture } from "./capturer.ts";

const folder = temporaryFolder();
const path = join(folder, "bytes.gguf");
// One token a byte, so that tokens can be counted by eye, and an end.
writeTinyGguf(
  path,
  { vocab: 257, encoding: "q4_1", tiedHead: true },
  byteTokens("{% for m in messages %}{{ m.content }}{% endfor %}{% if add_generation_prompt %}:{% endif %}"),
);
const spec: ModelSpec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" };

async function capture(engine: Engine, taps: string[], texts: CaptureText[]): Promise<Map<string, Capture["taps"]>> {
  const all = new Map<string, Capture["taps"]>();
  const onEvent = ({ id, taps }: Capture) => void all.set(id, taps);
  await engine.run(captureTask, { model: spec, taps, texts }, { onEvent });
  return all;
}

const ids = (text: string) => [...Buffer.from(text)];

describe("captureTask", () => {
  test("spans of prompt and response, of chats and texts", async () => {
    await using engine = inlineEngine({ threads: 1 });
    const chat = [{ role: "user" as const, content: "hello" }];
    const last = (part: "prompt" | "response" | "all", rest = {}) => ({ part, reduce: "last" as const, ...rest });
    const captured = await capture(
      engine,
      ["layers.*.resid_post"],
      [
        {
          id: "chat",
          messages: chat,
          response: ids("you"),
          spans: [
            last("prompt"),
            last("response"),
            last("all", { end: 6 }),
            last("response", { start: -2, end: -1 }),
            { part: "response", reduce: "mean" },
          ],
        },
        // The same tokens as a text.
        {
          id: "text",
          messages: "hello:you",
          spans: [
            last("prompt", { end: 6 }),
            last("prompt"),
            last("all", { start: 5, end: -3 }),
            last("prompt", { end: -1 }),
            { part: "all", start: -3, reduce: "mean" },
          ],
        },
      ],
    );
    expect([...captured.keys()].sort()).toEqual(["chat", "text"]);
    const [one, two] = [captured.get("chat")!, captured.get("text")!];
    expect(Object.keys(one)).toEqual(["layers.0.resid_post", "layers.1.resid_post"]);
    for (const [tap, spans] of Object.entries(one)) {
      expect(spans.map(({ length }) => length)).toEqual(Array(5).fill(tinyLlama.dModel));
      for (const [i, values] of spans.entries()) expect(relativeDifference(values, two[tap]![i]!)).toBeLessThan(1e-6);
      expect(spans[0]).toEqual(spans[2]);
      expect(spans[0]).not.toEqual(spans[1]);
    }
  });

  test("an engine keeps one session of a model's weights, and uses it again", async () => {
    const resources = new Resources();
    const { signal } = new AbortController();
    const context = { signal, threads: 1, resources, emit: () => {}, pause: async () => {} };
    const texts: CaptureText[] = [{ id: "a", messages: "abc", spans: [{ part: "all", reduce: "mean" }] }];
    const sessions = () => resources.keys().filter((key) => key.startsWith("session "));
    await generatorSession(spec, context);
    const [generator] = sessions();
    await runCapture({ model: spec, taps: ["logits", "final_norm"], texts }, context);
    const [captured, ...others] = sessions();
    expect(others).toEqual([]);
    expect(captured).not.toBe(generator);
    const session = await resources.get(captured!, () => undefined);
    await runCapture({ model: spec, taps: ["final_norm", "logits"], texts }, context);
    expect(await resources.get(captured!, () => undefined)).toBe(session);
    await resources.dispose();
  });

  test.each<[Partial<CaptureText> & { taps?: string[] }, string]>([
    [{ taps: ["layers.9.resid_post"] }, 'the model has no layer 9 for the tap "layers.9.resid_post"'],
    [{ spans: [{ part: "response", reduce: "mean" }] }, 'tokens 3 to 3 of text "a" are no span'],
    [{ messages: "x".repeat(65) }, 'text "a" has 65 tokens'],
  ])("%j is bad input", async (wrong, message) => {
    await using engine = inlineEngine({ threads: 1 });
    const { taps = ["final_norm"], ...rest } = wrong;
    const text = { id: "a", messages: "abc", spans: [{ part: "all", reduce: "mean" }], ...rest } as CaptureText;
    await expect(capture(engine, taps, [text])).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining(message),
    });
  });
});
