import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { Resources } from "../../graph/engine/resources.ts";
import { engineRespondent } from "../../measure/engine-respondent.ts";
import { inMemory, type Keep } from "../../measure/keep.ts";
import { type ModelSpec, readText } from "../../model/engine/load.ts";
import { generatorSession } from "../../model/engine/sessions.ts";
import { Scorer } from "../../model/score/scorer.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { wholeEmoji, writeTinyChat } from "../../model/testing/tiny-chat.ts";
import { encodeChat } from "../../model/tokenizer/chat.ts";
import { iclSection } from "../../report/explain/icl.ts";
import { page } from "../../report/html/page.ts";
import { tagsOf } from "../../report/testing/well-formed.ts";
import type { ExplainedArm } from "../arm.ts";
import { explainIcl } from "./explain.ts";
import { iclSchema } from "./findings.ts";
import { firstTask } from "./first-task.ts";
import { questionOf, stemsOf, wordings } from "./wordings.ts";

const folder = temporaryFolder();
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine[Symbol.asyncDispose]());

async function armOf(id: string, seed: number): Promise<ExplainedArm> {
  const path = join(folder, `${id}.gguf`);
  writeTinyChat(path, { seed });
  const spec: ModelSpec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" };
  const { tokenizer } = await readText(await openModel(path));
  const local = { engine, spec, tokenizer };
  return { id, respondent: { ...engineRespondent(id, local), local } };
}

const arms = [await armOf("base", 1), await armOf("persona", 2)];
const about = { trait: "extraversion", pole: "high" } as const;
const sampling = { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };
const request = { arms, about, studied: wholeEmoji, sampling, samples: 3, maxNewTokens: 40, top: 20 };

/** Keeps values as JSON does, and can be told to break after so many. */
function keeper(kept: Map<string, string>, most = Number.POSITIVE_INFINITY): Keep {
  return {
    items: <T>(group: string, keys: readonly string[]) => ({
      get missing() {
        return keys.filter((key) => !kept.has(`${group} ${key}`));
      },
      put: (key: string, value: T) => {
        if (kept.size >= most) throw new Error("killed");
        kept.set(`${group} ${key}`, JSON.stringify(value));
      },
      values: () => keys.map((key) => JSON.parse(kept.get(`${group} ${key}`)!) as T),
    }),
  };
}

describe("what replies begin with", () => {
  const chats = wordings
    .slice(0, 3)
    .map((wording) => arms[0]!.respondent.chat({ question: questionOf(wording, about, "trait") }));

  test("is what the model gives after the prompt, and emoji parted add up to their mass", async () => {
    const { spec } = arms[0]!.respondent.local;
    const { groups, distances } = await engine.run(firstTask, { model: spec, groups: { trait: chats }, top: 30 });
    const { tokens, probabilities, emoji, emojiBy, mass, upper } = groups.trait!;
    const { tokenizer, template } = await readText(await openModel(spec.path));
    const resources = new Resources();
    const { model, session } = await generatorSession(spec, {
      resources,
      threads: 1,
      signal: new AbortController().signal,
    });
    const rows = [];
    for (const chat of chats) {
      const ids = encodeChat(tokenizer, template(), chat, { generationPrompt: true });
      const batch = await new Scorer(model.source.config, session, "f32").open([{ ids, places: [ids.length] }]);
      rows.push((await batch.after([{ text: 0, place: 0, tokens: [] }]))[0]!);
    }
    await resources.dispose();
    for (const [i, row] of rows.entries()) {
      expect(tokens.slice().sort((a, b) => a - b)).toEqual(expect.arrayContaining([row.indexOf(Math.max(...row))]));
      tokens.forEach((id, k) => void expect(probabilities[i]![k]).toBeCloseTo(row[id]!, 6));
      const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
      expect(sum(Object.values(emoji).map((by) => by[i]!))).toBeCloseTo(mass[i]!, 6);
      expect(sum(emojiBy[i]!)).toBeLessThanOrEqual(mass[i]! + 1e-6);
      expect(upper[i]).toBeGreaterThanOrEqual(mass[i]!);
      for (const sign of wholeEmoji) {
        const [id] = tokenizer.encode(sign);
        expect(emoji[sign]![i]).toBeGreaterThanOrEqual(row[id!]! - 1e-6);
      }
      for (const [j, other] of rows.entries()) {
        const variation = row.reduce((total, p, id) => total + Math.abs(p - other[id]!), 0) / 2;
        expect(distances[i]![j]).toBeCloseTo(variation, 5);
      }
    }
  });
});

describe("asking for tokens that stand for a trait", () => {
  test("gives findings that a study reads back, the same after a break and in other batches", async () => {
    const whole = await explainIcl(request, { keep: inMemory, seed: 5 });
    expect(iclSchema.parse(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
    const kept = new Map<string, string>();
    await expect(explainIcl(request, { keep: keeper(kept, 29), seed: 5 })).rejects.toThrow("killed");
    expect(kept.size).toBe(29);
    expect(await explainIcl(request, { keep: keeper(kept), seed: 5, batch: 3 })).toEqual(whole);
    const base = whole.arms[0]!;
    expect(whole.arms.map(({ id }) => id)).toEqual(["base", "persona"]);
    expect(base.replies).toBe(24);
    // The tiny model likes emoji and the bytes of words, and knows no trait.
    expect(base.frequent.emojiShare.value).toBeGreaterThan(0);
    expect(base.frequent.overlap!.studied.value).toBeGreaterThan(0.5);
    expect(base.frequent.overlap!.matched!.p).toBeLessThan(0.05);
    expect(base.dependence.heard).toBe(false);
    expect(whole.warnings.join(" ")).toContain("next to nothing to do with the trait");
    expect(whole.contrasts.map(({ measure }) => measure)).toEqual(["frequent", "first", "mass"]);
    expect(tagsOf(page({ title: "t", subtitle: "s", sections: [iclSection(whole)], footer: "f" }))).toContain("figure");
  });

  test("compares with a control where there is one", async () => {
    const control = { ...arms[0]!, id: "control" };
    const three = { ...request, arms: [...arms, control], control: "control", samples: 2 };
    const { contrasts } = await explainIcl(three, { keep: inMemory, seed: 0 });
    const pairs = contrasts
      .filter(({ measure }) => measure === "mass")
      .map(({ arm, against }) => `${arm} vs ${against}`);
    expect(pairs).toEqual(["persona vs base", "persona vs control", "control vs base"]);
    // The control here is the base under another name.
    const ratio = (against: string) => contrasts.find((one) => one.arm === "persona" && one.against === against);
    expect(ratio("control")!.estimate).toEqual(ratio("base")!.estimate);
  });

  test("without studied emoji says so and shows the rest", async () => {
    const findings = await explainIcl({ ...request, arms: [arms[0]!], studied: [] }, { keep: inMemory, seed: 0 });
    expect(findings.arms[0]!.frequent.overlap).toBeNull();
    expect(findings.contrasts).toEqual([]);
    expect(findings.warnings.join(" ")).toContain("wrote no emoji");
    expect(tagsOf(page({ title: "t", subtitle: "s", sections: [iclSection(findings)], footer: "f" }))).toContain(
      "figure",
    );
  });
});

describe("the wordings", () => {
  test("speak of no emoji, and change nothing but what is asked about", () => {
    for (const wording of wordings) {
      const [trait, opposite, plain] = (["trait", "opposite", "neutral"] as const).map((ask) =>
        questionOf(wording, about, ask),
      );
      expect(new Set([trait, opposite, plain]).size).toBe(3);
      for (const text of [trait, opposite, plain]) expect(text).not.toMatch(/emo|smil|pictu|icon/i);
    }
  });

  test("are told by stems that the other pole does not share", () => {
    expect(stemsOf(about)).toEqual(["extrav", "sociab", "talkat", "assert"]);
    expect(stemsOf({ trait: "conscientiousness", pole: "low" })).not.toContain("consci");
  });
});
