import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Engine } from "../../graph/engine/engine.ts";
import { type PersonaTexts, personaChat } from "../../model/persona-chat.ts";
import { goldenFolder } from "../../model/testing/golden-llama.ts";
import type { ChatMessage } from "../../model/tokenizer/types.ts";
import { inMemory } from "../keep.ts";
import type { TextToProject } from "../projection/project-task.ts";
import { dealQuestions, measureDrift, type Talker } from "./drift.ts";
import { differences, meanOfFew, slopeOf } from "./slope.ts";

const golden = JSON.parse(readFileSync(`${goldenFolder("")}/vectors_space.json`, "utf8")) as {
  talks: number[][];
  slopes: number[];
  slope: { value: number; low: number; high: number };
};

it("slopes and their mean equal SciPy's", () => {
  const slopes = golden.talks.map(slopeOf);
  for (const [i, slope] of golden.slopes.entries()) expect(slopes[i]).toBeCloseTo(slope, 12);
  const { value, low, high, n } = meanOfFew(slopes)!;
  expect([value, low, high].map((x) => x!.toFixed(10))).toEqual(
    [golden.slope.value, golden.slope.low, golden.slope.high].map((x) => x.toFixed(10)),
  );
  expect(n).toBe(5);
});

it("gaps are left out: a line goes through what is there, and one point has none", () => {
  expect(slopeOf([1, null, 5])).toBe(2);
  expect(slopeOf([null, 3, null])).toBeNull();
  expect(meanOfFew([null, 4])).toEqual({ value: 4, low: null, high: null, n: 1 });
  expect(meanOfFew([null])).toBeNull();
  expect(differences([5, null, 3], [1, 1])).toEqual([4, null, null]);
});

it("each conversation has other questions, none twice, the same for the same seed", () => {
  const list = Array.from({ length: 20 }, (_, i) => i);
  const size = { turns: 8, conversations: 3, seed: 4 };
  const dealt = dealQuestions(list, size);
  expect(dealt).toHaveLength(24);
  for (let c = 0; c < 3; c++) expect(new Set(dealt.slice(8 * c, 8 * c + 8)).size).toBe(8);
  expect(dealt.slice(0, 8)).not.toEqual(dealt.slice(8, 16));
  expect(dealQuestions(list, size)).toEqual(dealt);
});

/** Answers "name/turn" to the chat so far; projects an answer to a number that a test sets, and remembers what it read. */
function talker(name: string, persona: PersonaTexts, levelOf: (text: string) => number) {
  const asked: (readonly ChatMessage[])[] = [];
  const read: TextToProject[] = [];
  const run = async (
    _: unknown,
    { texts }: { texts: readonly TextToProject[] },
    { onEvent }: { onEvent(event: object): void },
  ) => {
    for (const text of texts) {
      read.push(text);
      const said = String.fromCharCode(...(text.answer as number[]));
      onEvent({
        id: text.id,
        promptLast: [0],
        responseMean: said === "" ? null : [levelOf(said)],
        tokens: said.length,
      });
    }
  };
  const who = {
    name,
    chat: (question) => personaChat(persona, question),
    reply: async (prompts, _, onReply) => {
      for (const { id, messages } of prompts) {
        asked.push(messages);
        const text = `${name}${messages.filter(({ role }) => role === "user").length}`;
        onReply(id, { text, ids: [...text].map((letter) => letter.charCodeAt(0)), finish: "end" });
      }
    },
    local: { engine: { run } as unknown as Engine, spec: {}, tokenizer: {} },
  } as Talker;
  return { who, asked, read };
}

it("talks on with the history as chat keeps it, and tells persona, its words and base apart", async () => {
  // The persona's level falls by a deviation a turn; the base hears half of it in its words, and stays at the neutral mean itself.
  const turnOf = (text: string) => Number(text.slice(1));
  const persona = talker("P", { systemPrompt: "Be loud." }, (text) => 10 + 2 * (6 - turnOf(text)));
  const base = talker("B", {}, (text) => (text.startsWith("P") ? 10 + (6 - turnOf(text)) : 10));
  const spread = { mean: 10, deviation: 2, n: 4 };
  const questions = ["a", "b", "c", "d", "e", "f"].map((question) => ({ id: question, asked: { question } }));
  const axis = { id: "E@1", vector: "E", layer: 1, meaning: "loud", unit: Float32Array.of(1), medianNorm: 1 };
  const { lines, gaps, talks, conversations } = await measureDrift(
    {
      axes: [axis],
      neutral: {
        origin: "tests",
        texts: 4,
        axes: { "E@1": { promptLast: spread, responseMean: spread, token: spread } },
      },
      base: base.who,
      persona: persona.who,
      ...{ questions, turns: 3, why: "tests", maxNewTokens: 8 },
      sampling: { temperature: 0, topP: 1, topK: 0, minP: 0, repetitionPenalty: 1 },
    },
    { keep: inMemory, seed: 0 },
  );
  expect(conversations).toBe(2);
  // As the chat command: system prompt, then all turns as they were asked and answered, then the question.
  const history: ChatMessage[] = [];
  for (const [turn, question] of ["d", "e", "f"].entries()) {
    const messages = personaChat({ systemPrompt: "Be loud." }, { question, history });
    expect(persona.asked[2 * turn + 1]).toEqual(messages);
    history.push(messages.at(-1)!, { role: "assistant", content: `P${turn + 1}` });
  }
  const heard = base.read.find(({ id }) => id === "c1t2")!;
  expect(heard.messages).toEqual([...history.slice(0, 4), { role: "user", content: "f" }]);
  expect(lines.map(({ arm, slope, turns }) => [arm, slope!.value, turns.map((level) => level!.value)])).toEqual([
    ["persona", -1, [5, 4, 3]],
    ["words", -0.5, [2.5, 2, 1.5]],
    ["base", 0, [0, 0, 0]],
  ]);
  expect(gaps[0]).toMatchObject({ first: { value: 5 }, last: { value: 3 }, slope: { value: -1, n: 2 } });
  expect(talks[1]).toEqual({
    arm: "persona",
    conversation: 1,
    turns: ["d", "e", "f"].map((question, turn) => ({ question, answer: `P${turn + 1}` })),
  });
});
