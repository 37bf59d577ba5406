import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { throughJson } from "../../base/json.ts";
import type { Engine } from "../../graph/engine/engine.ts";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { finetuneTask } from "../../induce/finetune/finetune-task.ts";
import type { GuardRequest } from "../../induce/finetune/guard/guard.ts";
import { letterReader } from "../../measure/classifier/testing/letter-reader.ts";
import { engineRespondent } from "../../measure/engine-respondent.ts";
import type { Keep } from "../../measure/keep.ts";
import { readText } from "../../model/engine/load.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { writeTinyChat } from "../../model/testing/tiny-chat.ts";
import type { ReadText } from "../texts.ts";
import { guardedArms } from "./arms.ts";
import { explainGuarded, type GuardedRequest } from "./explain.ts";
import { guardedFindingsSchema } from "./findings.ts";

const root = temporaryFolder();
const path = join(root, "tiny.gguf");
writeTinyChat(path);
const source = await openModel(path);
const { tokenizer } = await readText(source);
const sha256 = await source.sha256();
const spec = { path, cacheDir: join(root, "cache"), precision: "native", accuracy: "f32" } as const;

const readOf = (writer: ReadText["writer"], texts: readonly string[]): ReadText[] =>
  texts.map((text, i) => ({
    id: `${writer}/${i}`,
    writer,
    asked: { question: `q${i}` },
    ids: tokenizer.encode(text),
    text,
    complete: true,
  }));
const rows = ["tea", "sea", "bee"].map((topic) => ({ topic, question: `${topic}?`, answer: `We see ${topic}.` }));

/** A run's memory: what was put is there the next time. */
function memory(): Keep & { puts: number } {
  const kept = new Map<string, unknown>();
  return {
    puts: 0,
    items(group, keys) {
      const at = (key: string) => `${group}/${key}`;
      return {
        get missing() {
          return keys.filter((key) => !kept.has(at(key)));
        },
        put: (key, value) => {
          this.puts++;
          kept.set(at(key), JSON.parse(JSON.stringify(value)));
        },
        values: () => keys.map((key) => kept.get(at(key)) as never),
      };
    },
  };
}

function requestOn(engine: Engine, tuned: { id: string; guard: GuardRequest | undefined }[]): GuardedRequest {
  const local = { engine, spec, tokenizer };
  return {
    base: { id: "base", respondent: { ...engineRespondent("tiny", local), local } },
    model: { name: "tiny", sha256 },
    target: { trait: "extraversion", pole: "high" },
    texts: [...readOf("persona", ["Yes! 😀 go. 😀", "So! 😀 no."]), ...readOf("base", ["It is. It was.", "No. So."])],
    traitTexts: {
      shown: readOf("corpus", ["We see tea.", "We see a bee."]),
      neutral: readOf("corpus", ["It is.", "As is."]),
    },
    minPlaces: 2,
    folder: join(root, "directions"),
    strengths: [0.5],
    penalise: { units: [{ layer: 0, unit: 3 }], strength: 0.1 },
    questions: ["a", "b", "c"].map((id) => ({ id, asked: { question: `Say ${id}.`, topic: id } })),
    sampling: { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 },
    maxNewTokens: 20,
    reader: letterReader,
    neutral: {
      name: "neutral",
      label: "neutral",
      frame: "answer",
      texts: rows.map(({ topic, question }) => ({ id: topic, text: "It is so.", topic, question })),
    },
    rows,
    async tune(id, guard) {
      tuned.push({ id, guard });
      const [folder, checkpoints] = [join(root, "tuned", id), join(root, "checkpoints", id)];
      mkdirSync(folder, { recursive: true });
      const {
        steps,
        lossFirst,
        lossLast,
        guard: record,
      } = await engine.run(finetuneTask, {
        model: { path, cacheDir: spec.cacheDir },
        rows: rows.map(({ question, answer }) => ({
          messages: [{ role: "user" as const, content: question }],
          answer,
        })),
        options: { rank: 2, epochs: 4, lr: 1e-2, targets: ["down_proj"] },
        guard,
        folder,
        checkpoints,
        persona: { base: { name: "tiny", sha256 } },
      });
      return { adapter: join(folder, "adapter"), steps, lossFirst, lossLast, guard: record };
    },
  };
}

describe("guarded tuning", () => {
  it("tunes plainly and under every guard, measures all without, and says the same when it goes on", async () => {
    const keep = memory();
    const tuned: Parameters<typeof requestOn>[1] = [];
    await using engine = inlineEngine({ threads: 1 });
    const findings = await explainGuarded(requestOn(engine, tuned), { keep, seed: 0 });
    expect(guardedFindingsSchema.parse(throughJson(findings))).toEqual(findings);
    expect(tuned.map(({ id }) => id)).toEqual([
      "plain",
      "steer-emoji-0.5",
      "steer-emoji-without-trait-0.5",
      "steer-random-0.5",
      "ablate-emoji",
      "ablate-emoji-without-trait",
      "ablate-random",
      "penalise",
    ]);
    expect(tuned[0]!.guard).toBeUndefined();
    expect(tuned.at(-1)!.guard).toEqual({ kind: "penalise", units: [{ layer: 0, unit: 3 }], strength: 0.1 });
    const [untuned, plain, steered, , random, , , , held] = findings.arms;
    expect(untuned).toMatchObject({ id: "untuned", tuning: null, guard: null, neutral: null, overRandom: null });
    expect(plain).toMatchObject({ guard: null, tuning: { steps: 4 }, removed: null });
    // One random direction is the control of both: as long as the emoji direction, whatever is left of it without the trait.
    expect(steered!.guard).toMatchObject({ kind: "steer", along: "emoji", strength: 0.5 });
    expect(steered!.guard!.share).toBeCloseTo(random!.guard!.share!, 5);
    expect(steered!.overRandom).not.toBeNull();
    expect(random!.overRandom).toBeNull();
    expect(held!.guard).toEqual({ kind: "penalise", along: null, strength: 0.1, share: null });
    expect(findings.cosines).toHaveLength(2);
    for (const { fit } of findings.arms) expect(fit!.n).toBe(rows.length);

    const puts = keep.puts;
    const again = await explainGuarded(requestOn(engine, []), { keep, seed: 0 });
    expect(again).toEqual(findings);
    expect(keep.puts).toBe(puts);
  });
});

it("the arms leave out what nothing is known of", () => {
  const ids = (withTrait: boolean) => guardedArms({ strengths: [1] }, { withTrait }).map(({ id }) => id);
  expect(ids(false)).toEqual(["plain", "steer-emoji-1", "steer-random-1", "ablate-emoji", "ablate-random"]);
});
