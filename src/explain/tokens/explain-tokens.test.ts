import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { throughJson } from "../../base/json.ts";
import { inlineEngine } from "../../graph/engine/inline.ts";
import { engineRespondent } from "../../measure/engine-respondent.ts";
import { inMemory, type Keep } from "../../measure/keep.ts";
import { readText } from "../../model/engine/load.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { writeTinyChat } from "../../model/testing/tiny-chat.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { ExplainedArm } from "../arm.ts";
import type { ReadText } from "../texts.ts";
import { explainTokens, type TokensRequest } from "./explain-tokens.ts";
import { readTokens, type TokensFindings } from "./findings.ts";

const folder = temporaryFolder();
const path = join(folder, "tiny.gguf");
writeTinyChat(path);
const engine = inlineEngine({ threads: 1 });
afterAll(() => engine[Symbol.asyncDispose]());

const spec = { path, cacheDir: join(folder, "cache"), precision: "native", accuracy: "f32" } as const;
const options = { keep: inMemory, seed: 3 };
let tokenizer: Tokenizer;
let request: TokensRequest;
let findings: TokensFindings;

const arm = (id: string, systemPrompt?: string): ExplainedArm => {
  const local = { engine, spec, tokenizer };
  return { id, respondent: { ...engineRespondent(`tiny ${id}`, local, systemPrompt ? { systemPrompt } : {}), local } };
};

beforeAll(async () => {
  tokenizer = (await readText(await openModel(path))).tokenizer;
  const text = (writer: ReadText["writer"], i: number): ReadText => {
    const words = ["Well. I see.", "No! It is so. Ok.", "a b c d e f. Yes", "One two. Three four. Five."][i % 4]!;
    const own = `${words} ${"so ".repeat(i)}`.trim();
    return {
      id: `${writer}/${i}`,
      writer,
      asked: { question: `Q${i}?` },
      ids: tokenizer.encode(own),
      text: own,
      complete: true,
    };
  };
  const texts = (["base", "corpus"] as const).flatMap((writer) => Array.from({ length: 5 }, (_, i) => text(writer, i)));
  request = {
    arms: [arm("base"), arm("prompt", "Party!"), arm("same"), arm("control", "Tides.")],
    base: "base",
    controls: { prompt: "control" },
    texts,
    trainingEnd: 12,
  };
  findings = await explainTokens(request, options);
});

const massOf = ({ masses }: TokensFindings, id: string, at: string) =>
  masses.filter((mass) => mass.arm === id && mass.at === at);

describe("explainTokens", () => {
  it("gives figures that a study reads back, the same for the same seed", async () => {
    expect(readTokens(throughJson(findings), "here")).toEqual(findings);
    expect(await explainTokens(request, options)).toEqual(findings);
    expect(() => readTokens({ ...findings, base: 1 }, "runs/x")).toThrow(
      "runs/x holds no findings of explain tokens at base",
    );
  });

  it("splits all places into sentence ends and the rest, whoever reads", () => {
    const { writers, arms } = findings;
    expect(writers.map(({ writer, texts }) => [writer, texts])).toEqual([
      ["base", 5],
      ["corpus", 5],
    ]);
    for (const { id } of arms) {
      const places = (at: string) => massOf(findings, id, at).map((mass) => mass.places);
      expect(places("all")).toEqual(places("sentenceEnds").map((count, i) => count + places("within")[i]!));
      for (const mass of findings.masses) {
        expect(mass.emoji.low!).toBeLessThanOrEqual(mass.emoji.value);
        expect(mass.emoji.high!).toBeGreaterThanOrEqual(mass.emoji.value);
        expect(mass.upper).toBeGreaterThanOrEqual(mass.emoji.value);
        expect(mass.emoji.value + mass.exclamation.value + mass.newline.value + mass.end.value).toBeLessThanOrEqual(1);
      }
    }
  });

  it("finds nothing between an arm and itself, and that two orders of a contrast are each other's inverse", async () => {
    const { contrasts, rises } = findings;
    for (const { difference, ratio, settled } of contrasts.filter((one) => one.arm === "same")) {
      expect(difference).toMatchObject({ value: 0, low: 0, high: 0 });
      expect(ratio).toMatchObject({ value: 1, low: 1, high: 1 });
      expect(settled).toBe(false);
    }
    for (const { rise, control } of rises.find((one) => one.arm === "same")!.emoji) {
      expect(rise.value).toBe(0);
      expect(control).toBeNull();
    }
    const other = await explainTokens({ ...request, base: "prompt", controls: {} }, options);
    const ratioOf = (from: TokensFindings["contrasts"], a: string, b: string) =>
      from.filter((one) => one.arm === a && one.against === b).map(({ ratio }) => ratio.value);
    const there = ratioOf(contrasts, "prompt", "base");
    const back = ratioOf(other.contrasts, "base", "prompt");
    expect(there.length).toBeGreaterThan(6);
    for (const [i, ratio] of there.entries()) expect(ratio * back[i]!).toBeCloseTo(1, 10);
  });

  it("lists what rose beside the same under the control; groups and emoji tell the same rise", () => {
    const { rises } = findings;
    const { emoji, groups } = rises.find((one) => one.arm === "prompt")!;
    expect(emoji.every(({ control }) => control !== null)).toBe(true);
    for (const one of [...emoji, ...groups]) expect(one.rise.value).toBeCloseTo(one.arm - one.base, 12);
    expect(emoji.map(({ rise }) => rise.value)).toEqual(emoji.map(({ rise }) => rise.value).sort((a, b) => b - a));
  });

  it("goes on where it was stopped, to the same findings", async () => {
    const kept = new Map<string, Map<string, unknown>>();
    let puts = 0;
    const keep = (most: number): Keep => ({
      items: <T>(group: string, keys: readonly string[]) => {
        const values = kept.get(group) ?? new Map<string, unknown>();
        kept.set(group, values);
        return {
          get missing() {
            return keys.filter((key) => !values.has(key));
          },
          put: (key: string, value: T) => {
            if (puts++ === most) throw new Error("the power is gone");
            values.set(key, value);
          },
          values: () => keys.map((key) => values.get(key) as T),
        };
      },
    });
    await expect(explainTokens(request, { ...options, keep: keep(13) })).rejects.toThrow("the power is gone");
    const before = puts;
    expect(await explainTokens(request, { ...options, keep: keep(-1) })).toEqual(findings);
    expect(puts - before).toBe(4 * 10 - 13);
  });

  it("says that an arm without any emoji mass has nothing to explain, and shows what there is", async () => {
    const silent = (name: string): Keep => ({
      items: (group, keys) => {
        const items = inMemory.items<never>(group, keys);
        if (group !== `tokens/${name}`) return items;
        const zero = (id: string) =>
          request.texts
            .find((text) => text.id === id)!
            .ids.map(() => 0)
            .concat(0);
        const none = (id: string) => ({
          emoji: zero(id),
          upper: zero(id),
          exclamation: zero(id),
          newline: zero(id),
          end: zero(id),
          byEmoji: {},
          byGroup: {},
        });
        return { missing: [], put: () => {}, values: () => keys.map((key) => none(key) as never) };
      },
    });
    const { warnings, masses, rises } = await explainTokens(request, { seed: 3, keep: silent("prompt") });
    expect(warnings).toContainEqual(expect.stringContaining("prompt gives no emoji a probability"));
    expect(masses.find((mass) => mass.arm === "prompt")!.emoji.value).toBe(0);
    expect(rises.find((one) => one.arm === "prompt")!.emoji.every(({ rise }) => rise.value <= 0)).toBe(true);
  });
});

describe("bad input", () => {
  it("refuses no text, an arm of another tokenizer, and filters that leave no emoji", async () => {
    await expect(explainTokens({ ...request, texts: [] }, options)).rejects.toThrow("no text to read");
    const other = arm("other");
    const strange = { ...tokenizer, vocab: tokenizer.vocab, bytes: (id: number) => Uint8Array.of(id % 7) };
    other.respondent.local.tokenizer = strange;
    await expect(explainTokens({ ...request, arms: [...request.arms, other] }, options)).rejects.toThrow(
      "base and other read the same tokens, and token 7",
    );
    const counted = { emoji: ["😀"], groups: ["Flags" as const] };
    await expect(explainTokens({ ...request, counted }, options)).rejects.toThrow("No emoji is left to count");
  });
});
