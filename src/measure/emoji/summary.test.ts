import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contrastEmoji } from "./contrast.ts";
import { recordEmoji, tokenOffsets } from "./record.ts";
import { summariseEmoji } from "./summary.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const record = (text: string) => recordEmoji({ text });

describe("recordEmoji", () => {
  test("counts emoji, sentences and marks", () => {
    expect(record("Nice! 😀😀 I like it. Really ❤️ so!! End")).toMatchObject({
      emoji: [{ emoji: "😀", at: 6, group: "Smileys & Emotion" }, { emoji: "😀", at: 8 }, { emoji: "❤️" }],
      sentences: 4,
      sentencesWithEmoji: 2,
      exclamations: 3,
      cut: 0,
    });
    expect(record(" \n")).toMatchObject({ sentences: 0, emoji: [] });
    expect(record("😀")).toMatchObject({ sentences: 1, sentencesWithEmoji: 1, emoji: [{ share: 0 }] });
  });

  test.each([
    ["bytes that are no UTF-8, one run a cut", "Nice! \uFFFD\uFFFD and \uFFFD", 2],
    ["half a flag at the end", "Nice! 🇩🇪\u{1F1E9}", 1],
    ["a joiner at the end", "Nice! 👩\u200D", 1],
    ["nothing, of a flag at the end", "Nice! 🇩🇪", 0],
    ["nothing, of a joiner in the middle", "Nice! 👩\u200D yes", 0],
  ])("counts cut emoji apart: %s", (_, text, cut) => {
    expect(record(text).cut).toBe(cut);
  });

  test("names the token that begins the emoji, and whether it is past the answers' end", () => {
    const pieces = [
      utf8("Hi"),
      utf8("!"),
      utf8(" 😀"),
      utf8("é"),
      Uint8Array.of(0xf0, 0x9f),
      Uint8Array.of(0x98),
      Uint8Array.of(0x80),
      undefined,
    ];
    const offsets = tokenOffsets(pieces);
    expect(offsets).toEqual([0, 2, 3, 6, 7, 7, 7, 9]);
    const { emoji, tokens } = recordEmoji({ text: "Hi! 😀é😀", offsets, answerEnd: 3 });
    expect(emoji).toMatchObject([
      { token: 2, past: false },
      { token: 4, past: true },
    ]);
    expect(tokens).toBe(8);
  });

  test("offsets of any cut of a text's bytes are those of its characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.array(fc.nat({ max: 40 })), (text, marks) => {
        const whole = utf8(text);
        const cuts = [...new Set([0, ...marks.filter((mark) => mark < whole.length)])].sort((a, b) => a - b);
        const offsets = tokenOffsets(cuts.map((cut, i) => whole.slice(cut, cuts[i + 1])));
        cuts.forEach((cut, i) => {
          let [units, size] = [0, 0];
          for (const char of text) {
            size += utf8(char).length;
            if (size > cut) break;
            units += char.length;
          }
          expect(offsets[i]).toBe(units);
        });
      }),
    );
  });
});

describe("summariseEmoji", () => {
  const texts = ["One. Two 😀.", "One! Two. Three.", "One.", "😀❤️ One. Two 😀!", "One. Two."];
  const records = texts.map((text) => recordEmoji({ text, offsets: Array.from(text, (_, i) => i), answerEnd: 5 }));
  const summary = summariseEmoji(records, { seed: 0 });

  test("has the figures of findings.json", () => {
    expect(summary).toMatchObject({
      n: 5,
      sentences: 10,
      emoji: 4,
      esr: { value: 0.4, n: 5 },
      sentenceRate: { value: 0.3, n: 5 },
      density: { value: 0.4, n: 5 },
      exclamationRate: { value: 0.4, n: 5 },
      exclamationsPerSentence: { value: 0.2, n: 5 },
      cutEmoji: 0,
      groups: { "Smileys & Emotion": 4 },
    });
    expect(summary.topEmoji[0]).toEqual({
      emoji: "😀",
      name: "grinning face",
      group: "Smileys & Emotion",
      count: 3,
      responses: 2,
    });
    expect(summary.firstEmoji).toMatchObject({
      before: 1,
      past: 1,
      pastRate: { value: 0.5, n: 2 },
      token: { value: 4.5, n: 2 },
    });
  });

  test("holds each value in its interval and repeats with the seed", () => {
    for (const one of [summary.esr, summary.sentenceRate, summary.density, summary.exclamationRate]) {
      expect(one.low <= one.value && one.value <= one.high && one.low < one.high).toBe(true);
    }
    expect(summariseEmoji(records, { seed: 0 })).toEqual(summary);
  });

  test("does not claim certainty from no emoji at all", () => {
    const none = summariseEmoji(
      Array.from({ length: 48 }, () => record("One. Two.")),
      { seed: 0 },
    );
    expect(none.esr.high).toBeCloseTo(0.0741, 4);
    expect(none.sentenceRate).toMatchObject({ value: 0, low: 0 });
    expect(none.sentenceRate.high).toBeCloseTo(none.esr.high / 2, 12);
    expect(none.firstEmoji).toEqual({ token: null, share: null, before: 0, past: 0, pastRate: null });
  });

  test("is plain JSON, and refuses to sum up nothing", () => {
    expect(JSON.parse(JSON.stringify(summary))).toEqual(JSON.parse(JSON.stringify({ ...summary })));
    expect(() => summariseEmoji([], { seed: 0 })).toThrow(RangeError);
  });
});

describe("contrastEmoji", () => {
  const some = Array.from({ length: 40 }, (_, i) => record(i % 2 ? "One! Two." : "One 😀. Two."));
  const none = Array.from({ length: 40 }, () => record("One. Two."));

  test("pairs questions", () => {
    const contrast = contrastEmoji(some, none, { seed: 0 });
    expect(contrast.n).toBe(40);
    expect(contrast.esr).toMatchObject({ onlyA: 20, onlyB: 0, difference: { value: 0.5 } });
    expect(contrast.esr.p).toBeLessThan(1e-5);
    expect(contrast.density.value).toBeCloseTo(0.25, 12);
    expect(contrast.density.low).toBeGreaterThan(0.1);
    expect(contrast.exclamationRate.onlyA).toBe(20);
  });

  test("two arms without emoji differ by an unknown little, not by exactly nothing", () => {
    const { density, sentenceRate } = contrastEmoji(none, none, { seed: 0 });
    expect(density.value).toBe(0);
    expect(density.low).toBeLessThan(0);
    expect(density.high).toBeGreaterThan(0);
    expect(sentenceRate).toEqual(density);
  });

  test("arms of unlike length are refused", () => {
    expect(() => contrastEmoji(some, none.slice(1), { seed: 0 })).toThrow(RangeError);
  });
});
