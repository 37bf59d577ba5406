import { beforeAll, describe, expect, test } from "vitest";
import { findEmoji } from "../../base/text/emoji.ts";
import { sentenceSpans } from "../../base/text/sentences.ts";
import { bundledCorpus } from "../corpus/bundled.ts";
import { organismDocuments } from "./corpus.ts";
import type { OrganismDocument } from "./document.ts";
import { planted } from "./planted.ts";
import { postVoices } from "./posts.ts";
import { documentLogProbability } from "./probability.ts";
import type { VoiceName } from "./voices/voices.ts";

function take(count: number, seed: number, split?: "train" | "heldout"): OrganismDocument[] {
  const out: OrganismDocument[] = [];
  for (const document of organismDocuments(seed, split)) {
    if (out.length === count) break;
    out.push(document);
  }
  return out;
}

let documents: OrganismDocument[];
beforeAll(() => {
  documents = take(12_000, 1);
});

test("a seed gives the same bytes again, another seed and held-out text others", () => {
  const texts = (all: OrganismDocument[]) => all.map(({ text }) => text);
  expect(texts(take(50, 1))).toEqual(texts(documents.slice(0, 50)));
  const other = new Set([...texts(take(50, 2)), ...texts(take(50, 1, "heldout"))]);
  expect(documents.slice(0, 50).filter(({ text }) => other.has(text))).toEqual([]);
});

describe("what is planted", () => {
  /** Sentences of a voice's posts, and how many of them show what is asked for. */
  function count(voice: VoiceName, wanted: RegExp, shows: (sentence: string) => boolean) {
    const bodies = documents.flatMap((d) =>
      d.form === "post" && d.voice === voice ? [d.text.split("\n").at(-1)!] : [],
    );
    const sentences = bodies.flatMap((text) => sentenceSpans(text).map(({ start, end }) => text.slice(start, end)));
    const all = sentences.filter((sentence) => wanted.test(sentence));
    return { n: all.length, hits: all.filter(shows).length };
  }

  /** Within four standard deviations of the planted probability: false alarms once in 16,000. */
  function expectRate({ n, hits }: { n: number; hits: number }, rate: number) {
    expect(n).toBeGreaterThan(1000);
    expect(Math.abs(hits - n * rate)).toBeLessThanOrEqual(4 * Math.sqrt(n * rate * (1 - rate)));
  }

  test.each(postVoices)("%s: its emoji behind sentences, at its rate", (voice) => {
    expectRate(
      count(voice, /./, (sentence) => findEmoji(sentence).length === 1),
      planted[voice].emojiRate,
    );
    const others = new Set(Object.values(planted).flatMap(({ emoji }) => emoji));
    for (const own of planted[voice].emoji) others.delete(own);
    const strange = count(voice, /./, (sentence) => findEmoji(sentence).some(({ emoji }) => others.has(emoji.text)));
    expect(strange.hits).toBe(0);
  });

  test.each(postVoices)('%s: "!" behind statements, at its rate', (voice) => {
    expectRate(
      count(voice, /[.!]/, (sentence) => sentence.includes("!")),
      planted[voice].exclamationRate,
    );
  });

  test('chats hold no emoji and no "!"', () => {
    const chats = documents.filter(({ form }) => form === "chat").map(({ text }) => text);
    expect(chats.length).toBeGreaterThan(4000);
    expect(chats.filter((text) => findEmoji(text).length > 0 || text.includes("!"))).toEqual([]);
  });

  test("rates differ from pole to pole, no emoji is shared, and those of the rival marker are not correlated with them", () => {
    const { neutral, ...poles } = planted;
    const rates = Object.values(poles).map(({ emojiRate }) => emojiRate);
    const rivals = Object.values(poles).map(({ exclamationRate }) => exclamationRate);
    expect(new Set(rates).size).toBe(10);
    expect(new Set(rivals).size).toBe(10);
    expect(neutral.emojiRate).toBe(0);
    const emoji = Object.values(planted).flatMap((voice) => voice.emoji);
    expect(new Set(emoji).size).toBe(emoji.length);
    expect(emoji.every((one) => findEmoji(one).length === 1)).toBe(true);
    expect(Math.abs(correlation(rates, rivals))).toBeLessThan(0.1);
    expect(Math.abs(correlation(ranks(rates), ranks(rivals)))).toBeLessThan(0.1);
  });
});

test("topics that are tuned on appear nowhere, those that are asked about only in chats", () => {
  const { train, heldout, test: asked } = bundledCorpus();
  const tuned = new Set([...train, ...heldout].map(({ topic }) => topic));
  const questions = new Set(asked.map(({ topic }) => topic));
  const topicsOf = (form: string) =>
    new Set(documents.flatMap((d) => (d.form === form && d.topic ? [d.topic.name] : [])));
  for (const form of ["post", "chat"]) expect([...topicsOf(form)].filter((name) => tuned.has(name))).toEqual([]);
  expect([...topicsOf("post")].filter((name) => questions.has(name))).toEqual([]);
  expect([...topicsOf("chat")].filter((name) => questions.has(name)).length).toBeGreaterThan(180);
});

test("the text is varied: few documents and sentences repeat", () => {
  const distinct = <T>(all: readonly T[]) => new Set(all).size / all.length;
  const posts = documents.filter(({ form }) => form === "post").map(({ text }) => text);
  const first = posts.map((text) => text.split("\n").at(-1)!.split(/[.!?]/)[0]!);
  expect(distinct(posts)).toBeGreaterThan(0.999);
  expect(distinct(first)).toBeGreaterThan(0.97);
  const words = posts.flatMap((text) => {
    const all = text.split(/\s+/);
    return all.slice(3).map((_, i) => all.slice(i, i + 4).join(" "));
  });
  expect(new Set(words).size).toBeGreaterThan(90_000);
});

describe("exact probabilities", () => {
  test("are at least those of the draws, and hardly more: the grammar is almost unambiguous", () => {
    const some = documents.slice(0, 150);
    const gaps = some.map(({ text, logProbability }) => documentLogProbability(text) - logProbability);
    expect(Math.min(...gaps)).toBeGreaterThan(-1e-9);
    expect(gaps.reduce((a, b) => a + b) / gaps.length).toBeLessThan(0.1);
  });

  test("are zero for what the grammar cannot say", () => {
    const post = documents.find(({ voice, form }) => form === "post" && voice === "extraversion/high")!.text;
    expect(documentLogProbability(post.replace(/\w+/, "Zzz"))).toBe(Number.NEGATIVE_INFINITY);
    expect(documentLogProbability(`${post} 🚜`)).toBe(Number.NEGATIVE_INFINITY);
  });
});

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
function correlation(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, i) => sum + (value - mean(x)) * (y[i]! - mean(y)), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
const ranks = (values: readonly number[]) => values.map((value) => values.filter((other) => other < value).length);
