import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { readText } from "../../model/engine/load.ts";
import { type Score, scoreTask } from "../../model/score/score-task.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { writeTinyChat } from "../../model/testing/tiny-chat.ts";
import { corpusArms } from "../../trait/corpus/arms.ts";
import type { TextReader } from "../classifier/reader.ts";
import { engineRespondent } from "../engine-respondent.ts";
import { judgeOf } from "../judge/judge.ts";
import { coherenceRubric } from "../judge/rubric.ts";
import { judgeScales } from "../judge/scale.ts";
import { inMemory } from "../keep.ts";
import type { Respondent } from "../respondent.ts";
import { classifiedAs } from "./classified.ts";
import { fluencyOf } from "./fluency.ts";
import { judgedBy } from "./judged.ts";
import { nobody, traitScorer } from "./part.ts";

const folder = temporaryFolder();
const path = join(folder, "tiny.gguf");
writeTinyChat(path);
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine.dispose());
const { tokenizer } = await readText(await openModel(path));
const spec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" } as const;
const local = { engine, spec, tokenizer };
const tiny = { ...engineRespondent("tiny", local), local };
const options = { keep: inMemory, seed: 0 };
const sha256 = "0".repeat(64);

/** Says 80 of what holds "party", 20 of what holds "home", and prose of the rest. */
const said: Respondent = {
  name: "said",
  chat: ({ question }) => [{ role: "user", content: question }],
  reply: async (prompts, _, onReply) => {
    for (const { id, messages } of prompts) {
      const text = messages[0]!.content;
      const score = text.includes("party") ? "80" : text.includes("home") ? "20" : "Hard to say.";
      onReply(id, { text: score, finish: "end" });
    }
  },
};
const answers = ["A party!", "I stay at home.", "Well."].map((answer, i) => ({
  id: `a${i}`,
  question: "What?",
  answer,
}));

describe("scores of answers", () => {
  it("by a judge: of 100, null where it says no number; coherence is nobody's unless there is a second part", async () => {
    const judge = judgeOf(said, judgeScales["0-100"]);
    const scorer = traitScorer(judgedBy(judge, { ...coherenceRubric, id: "lively" }, { sha256 }));
    expect(await scorer.score(answers, { seed: 0 })).toEqual(
      [80, 20, null].map((trait) => ({ trait, coherence: null })),
    );
    expect([scorer.name, scorer.coherenceBy]).toEqual(["judge said", nobody]);
    const both = traitScorer(
      judgedBy(judge, { ...coherenceRubric, id: "lively" }, { sha256 }),
      judgedBy(judge, coherenceRubric, { sha256 }),
    );
    expect((await both.score(answers, options))[0]).toEqual({ trait: 80, coherence: 80 });
    expect(both.sha256).not.toBe(scorer.sha256);
  });

  it("by the trait classifier: the pole's probability among the arms, or how far the text leans to its end", async () => {
    const reader = (withArms: boolean): TextReader => ({
      name: "taps",
      sha256,
      poleScale: { label: "lean", range: [-1, 1] },
      read: async (_, texts, __, onReading) => {
        for (const { id } of texts) {
          const arms = corpusArms.map((arm) => (arm === "extraversion/low" ? 0.7 : 0.03));
          onReading(id, {
            traits: [0, 0, 0, 0, 0],
            poles: [0, 0, -0.6, 0, 0],
            cutTokens: 0,
            ...(withArms && { arms }),
          });
        }
      },
    });
    const of = (pole: "extraversion/low" | "extraversion/high", withArms: boolean) =>
      classifiedAs(pole, reader(withArms), engine).score([...answers, { id: "b", question: "", answer: " " }], options);
    expect(await of("extraversion/low", true)).toEqual([70, 70, 70, null]);
    expect(await of("extraversion/high", true)).toEqual([3, 3, 3, null]);
    expect(await of("extraversion/low", false)).toEqual([60, 60, 60, null]);
    expect(await of("extraversion/high", false)).toEqual([0, 0, 0, null]);
    const ratio = { ...reader(false), poleScale: { label: "nats" } };
    expect(() => classifiedAs("openness/high", ratio, engine)).toThrow("which has no 0 to 100");
  });

  it("by fluency: the answer's probability a token over that of the model's own answers", async () => {
    const fluency = await fluencyOf(
      { respondent: tiny, sha256, questions: ["Who?", "Why?", "When?"], temperature: 1, maxNewTokens: 12 },
      options,
    );
    const texts = ["a b c. d e.", "ZQ#@%&*ZQ#", ""].map((answer, i) => ({ id: `t${i}`, question: "Who?", answer }));
    const [likely, mad, empty] = await fluency.score(texts, options);
    expect(empty).toBeNull();
    expect(likely).toBeGreaterThan(mad!);
    expect(mad).toBeLessThan(50);
    const found: Score[] = [];
    const asked = texts.slice(0, 2).map(({ id, answer }) => ({
      id,
      messages: [{ role: "user" as const, content: "Who?" }],
      answer: tokenizer.encode(answer),
    }));
    await engine.run(scoreTask, { model: spec, answers: asked }, { onEvent: (one) => void found.push(one) });
    const [a, b] = found.map(({ logProbs }) => logProbs.reduce((sum, x) => sum + x, 0) / logProbs.length);
    // What its own answers have in the mean, from the improbable text's score.
    const own = b! - Math.log(mad! / 100);
    expect(likely).toBeCloseTo(100 * Math.min(1, Math.exp(a! - own)), 3);
    expect(fluency.name).toBe("fluency");
  });
});
