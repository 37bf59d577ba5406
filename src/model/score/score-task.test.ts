import { join } from "node:path";
import { expect, test } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import type { ModelSpec } from "../engine/load.ts";
import { type Response, respondTask } from "../engine/respond-task.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { writeTinyChat } from "../testing/tiny-chat.ts";
import { type Score, scoreTask } from "./score-task.ts";

const folder = temporaryFolder();

test("a response is scored as it was when it was generated; a text is scored with the end of its turn", async () => {
  const path = join(folder, "tiny.gguf");
  writeTinyChat(path);
  const model: ModelSpec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" };
  const messages = [{ role: "user" as const, content: "Hello" }];
  await using engine = inlineEngine({ threads: 1 });
  const responses: Response[] = [];
  await engine.run(
    respondTask,
    {
      model,
      prompts: [1, 2, 3].map((i) => ({ id: String(i), messages, stream: String(i) })),
      sampling: { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 },
      seed: 0,
      maxNewTokens: 6,
      stops: [],
      batch: 3,
      stream: false,
    },
    { onEvent: (event) => void (event.type === "response" && responses.push(event.response)) },
  );
  const whole = responses.filter(({ finish }) => finish !== "end");
  expect(whole.length).toBeGreaterThan(0);

  const scores: Score[] = [];
  const answers = whole.map(({ ids }, i) => ({ id: String(i), messages, answer: ids }));
  const text = { id: "text", messages, answer: "a 🎉." };
  await engine.run(scoreTask, { model, answers: [...answers, text] }, { onEvent: (score) => void scores.push(score) });
  for (const [i, { ids, logProb }] of whole.entries()) {
    expect(scores[i]!.ids).toEqual(ids);
    expect(scores[i]!.logProbs.reduce((a, b) => a + b, 0)).toBeCloseTo(logProb, 4);
  }
  const last = scores.at(-1)!;
  expect(last.ids).toHaveLength(5); // "a", " ", "🎉" as one token, ".", the end of the turn
  expect(last.logProbs.every((x) => x < 0 && Number.isFinite(x))).toBe(true);
});
