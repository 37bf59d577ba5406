import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { readText } from "../../model/engine/load.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { writeTinyChat } from "../../model/testing/tiny-chat.ts";
import { tinyAnswers } from "../classifier/testing/tiny-answers.ts";
import { engineRespondent } from "../engine-respondent.ts";
import { inMemory, type Keep } from "../keep.ts";
import { halvings, partsBy } from "./parts.ts";
import { rollOut } from "./rollouts.ts";
import { writtenPairs } from "./written.ts";

const folder = temporaryFolder();
const path = join(folder, "tiny.gguf");
writeTinyChat(path);
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine.dispose());
const { tokenizer } = await readText(await openModel(path));
const spec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" } as const;
const respondent = engineRespondent("tiny", { engine, spec, tokenizer });

const instruction = (i: number) => ({ positive: `Shout, ${i}.`, negative: `Whisper, ${i}.` });
const trait = {
  instructions: [instruction(0), instruction(1), instruction(2)],
  questions: { extract: ["Who?", "What?", "Why?"], evaluate: [] },
};
const asked = { respondent, trait, instructions: 2, questions: 2, rollouts: 2, temperature: 1, maxNewTokens: 8 };

it("rolls out every question under both instructions of a pair, the same whatever the batch, also when stopped", async () => {
  const pairs = await rollOut(asked, { keep: inMemory, seed: 3, batch: 3 });
  expect(pairs.map(({ id }) => id)).toEqual([
    "q0/i0/r0",
    "q0/i0/r1",
    "q0/i1/r0",
    "q0/i1/r1",
    "q1/i0/r0",
    "q1/i0/r1",
    "q1/i1/r0",
    "q1/i1/r1",
  ]);
  const { positive, negative, question, rollout } = pairs[3]!;
  expect([question, rollout]).toEqual(["Who?", 1]);
  expect(positive.messages).toEqual([
    { role: "system", content: "Shout, 1." },
    { role: "user", content: "Who?" },
  ]);
  expect(negative.messages[0]).toEqual({ role: "system", content: "Whisper, 1." });
  expect(new Set(pairs.flatMap((pair) => [pair.positive.text, pair.negative.text])).size).toBeGreaterThan(8);

  expect(await rollOut(asked, { keep: inMemory, seed: 3, batch: 1 })).toEqual(pairs);
  const kept = new Map<string, unknown>();
  const keep = (most: number): Keep => ({
    items: (_group, keys) => ({
      get missing() {
        return keys.filter((key) => !kept.has(key));
      },
      put(key, value) {
        if (kept.size === most) throw new Error("killed");
        kept.set(key, value);
      },
      values: () => keys.map((key) => kept.get(key) as never),
    }),
  });
  await expect(rollOut(asked, { keep: keep(5), seed: 3 })).rejects.toThrow("killed");
  expect(kept.size).toBe(5);
  expect(await rollOut(asked, { keep: keep(99), seed: 3 })).toEqual(pairs);
  expect(await rollOut(asked, { keep: inMemory, seed: 4 })).not.toEqual(pairs);
});

it("given answers: against the other end, the neutral ones, or all poles of the other traits", () => {
  const { train: topics } = tinyAnswers();
  const chat = (content: string) => [{ role: "user" as const, content }];
  const pairsOf = (against: "opposite" | "neutral" | "others") =>
    writtenPairs({ topics, pole: "extraversion/low", against, tokenizer, chat });
  const arm = (id: string) => id.slice(id.indexOf("/") + 1);
  const opposite = pairsOf("opposite");
  expect(opposite).toHaveLength(6);
  expect(opposite.every(({ negative }) => arm(negative.id) === "extraversion/high")).toBe(true);
  expect(opposite[0]!.positive).toMatchObject({ text: topics[0]!.answers["extraversion/low"], side: "positive" });
  expect(opposite[0]!.positive.ids).toEqual(tokenizer.encode(opposite[0]!.positive.text));
  expect(pairsOf("neutral").map(({ negative }) => arm(negative.id))).toEqual(Array(6).fill("neutral"));
  const others = pairsOf("others");
  expect(others).toHaveLength(48);
  expect(new Set(others.map(({ negative }) => arm(negative.id)))).toEqual(
    new Set(
      ["openness", "conscientiousness", "agreeableness", "neuroticism"].flatMap((t) => [`${t}/high`, `${t}/low`]),
    ),
  );
  expect(new Set(others.map(({ positive }) => positive.id)).size).toBe(6);
});

it("questions are dealt whole, and halved in every way once", () => {
  const labels = Array.from({ length: 30 }, (_, i) => `q${i % 10}`);
  const parts = partsBy(labels, 0);
  expect(parts).toHaveLength(8);
  expect(parts.flat().sort((a, b) => a - b)).toEqual(labels.map((_, i) => i));
  for (const part of parts) expect(part.length % 3).toBe(0);
  expect(partsBy(labels, 1)).not.toEqual(parts);
  const ways = halvings([0, 1, 2, 3, 4, 5, 6, 7], 0, 99);
  expect(ways).toHaveLength(35);
  expect(new Set(ways.map(([half]) => half.join())).size).toBe(35);
  for (const [a, b] of ways) expect([...a, ...b].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(halvings([0], 0, 99)).toEqual([]);
});
