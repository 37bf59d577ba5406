import { join } from "node:path";
import { expect, test } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { readText } from "../engine/load.ts";
import { type Response, respondTask } from "../engine/respond-task.ts";
import { openModel } from "../source.ts";
import { temporaryFolder } from "./folder.ts";
import { wholeEmoji, writeTinyChat } from "./tiny-chat.ts";

const folder = temporaryFolder();

test("the tiny chat model reads every text, has some emoji whole, and speaks sentences with emoji", async () => {
  const path = join(folder, "tiny.gguf");
  writeTinyChat(path);
  const { tokenizer, template } = await readText(await openModel(path));
  const text = "A naïve 🚀 and ❤️ the 🎉! 日本";
  expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  for (const emoji of wholeEmoji) expect(tokenizer.encode(emoji)).toHaveLength(1);
  for (const emoji of wholeEmoji) expect(tokenizer.encode(`a ${emoji}`)).toHaveLength(3);
  expect(tokenizer.encode("🚀")).toHaveLength(4);
  expect(template().render([{ role: "user", content: "hi" }], { generationPrompt: true })).toContain("hi<|im_end|>");

  const responses: Response[] = [];
  await using engine = inlineEngine({ threads: 1 });
  await engine.run(
    respondTask,
    {
      model: { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" },
      prompts: Array.from({ length: 8 }, (_, i) => ({
        id: String(i),
        messages: [{ role: "user" as const, content: "Hello" }],
        stream: String(i),
      })),
      sampling: { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 },
      seed: 0,
      maxNewTokens: 60,
      stops: [],
      batch: 8,
      stream: false,
    },
    { onEvent: (event) => void (event.type === "response" && responses.push(event.response)) },
  );
  const said = responses.map((response) => response.text).join("\n");
  expect(said).toMatch(/[.!]/);
  expect(said).toMatch(/🎉|😀|❤️/u);
});
