import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normals, randomStream } from "../../base/random.ts";
import type { Tokenizer } from "../../model/tokenizer/types.ts";
import type { ReadText } from "../texts.ts";
import { participationRatio } from "./concentration.ts";
import { emojiTokens } from "./emoji-tokens.ts";
import { packed, unpacked } from "./floats.ts";
import { firstEmoji } from "./occurrences.ts";
import { overlapOf, topOf } from "./overlap.ts";
import { selectivity } from "./selectivity.ts";

/** Activations of texts by emoji: noise, and for each emoji its own units active if told so. */
function active(emoji: readonly string[], own: boolean, units = 300): Float32Array[] {
  const random = randomStream(0, `active/${own}`);
  const names = [...new Set(emoji)];
  return emoji.map((name) => {
    const row = Float32Array.from(normals(units, random));
    // Units 0 to 9 are active before any emoji.
    for (let i = 0; i < 10; i++) row[i]! += 3;
    for (let i = 0; own && i < 10; i++) row[100 + 10 * names.indexOf(name) + i]! += 6;
    return row;
  });
}

describe("different emoji, different neurons", () => {
  const emoji = Array.from({ length: 40 }, (_, i) => ["🎉", "😀", "❤️", "🚀"][i % 4]!);

  test("is seen where each emoji has units of its own, which are named", () => {
    const { overlap, shuffledOverlap, p, selective } = selectivity(active(emoji, true), emoji, 0);
    expect(overlap).toBe(0);
    expect(shuffledOverlap).toBeGreaterThan(0.3);
    expect(p).toBe(1 / 200);
    expect(selective.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => 100 + i));
  });

  test("is not seen where all have the same", () => {
    const { overlap, p, selective } = selectivity(active(emoji, false), emoji, 0);
    expect(overlap).toBeGreaterThan(0.8);
    expect(p).toBeGreaterThan(0.05);
    expect(selective.length).toBeLessThanOrEqual(1);
  });

  test("rests on the first emoji of each text, of those that are first often enough", () => {
    const encoder = new TextEncoder();
    const tokenizer = { bytes: (id: number) => Uint8Array.of(id) } as Pick<Tokenizer, "bytes"> as Tokenizer;
    const read = (text: string, i: number): ReadText => ({
      id: String(i),
      writer: "persona",
      asked: { question: "?" },
      ids: [...encoder.encode(text)],
      text,
      complete: true,
    });
    const texts = [
      ...Array.from({ length: 5 }, () => "Hi! 🎉 So. 😀"),
      ...Array.from({ length: 6 }, () => "😀 yes"),
      ...Array.from({ length: 4 }, () => "No. 🚀"),
      "None.",
    ].map(read);
    const found = firstEmoji(texts, tokenizer, 0);
    expect(found.filter(({ emoji: name }) => name === "🎉").map(({ token }) => token)).toEqual([3, 3, 3, 3, 3]);
    expect(found.filter(({ emoji: name }) => name === "😀").map(({ token }) => token)).toEqual(Array(6).fill(-1));
    expect(found).toHaveLength(11);
  });
});

describe("the most changed units of two prompts", () => {
  const units = 1000;
  const noise = (name: string) => normals(units, randomStream(0, name));
  const deviation = noise("deviation").map((x) => Math.exp(x));
  const still = new Uint8Array(units);
  still[3] = 1;

  test("share what chance gives where they have nothing in common", () => {
    const found = overlapOf("a, b", [noise("a"), noise("b")], { deviation, still }, 0);
    expect(found).toMatchObject({ k: 10, units: 999, expected: 100 / 999 });
    expect(Math.abs(found.matchedExpected - found.expected)).toBeLessThan(0.05);
    expect(Math.min(found.p, found.matchedP)).toBeGreaterThan(0.05);
  });

  test("share more where one change is part of both, and matching sees what variance alone gives", () => {
    const common = noise("common").map((x) => 5 * x);
    const both = ["a", "b"].map((name) => noise(name).map((x, i) => x + common[i]!)) as [Float64Array, Float64Array];
    const found = overlapOf("a, b", both, { deviation, still }, 0);
    expect(found.shared).toBeGreaterThan(5);
    expect(Math.max(found.p, found.matchedP)).toBeLessThan(0.01);
    // Both change the hundred units of large deviation most, each in its own way.
    const large = ["a", "b"].map((name) => noise(name).map((x, i) => (i < 100 ? 4 * x : x))) as [
      Float64Array,
      Float64Array,
    ];
    const byVariance = overlapOf(
      "a, b",
      large,
      { deviation: deviation.map((x, i) => (i < 100 ? x + 100 : x)), still },
      0,
    );
    expect(byVariance.p).toBeLessThan(0.05);
    expect(byVariance.matchedExpected).toBeGreaterThan(5 * byVariance.expected);
    expect(byVariance.matchedP).toBeGreaterThan(0.05);
  });

  test("are 10 to 100, and never more than there are", () => {
    expect([4, 500, 5000, 500_000].map(topOf)).toEqual([4, 10, 50, 100]);
  });
});

test("the participation ratio counts units of equal contribution, whatever their size", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0.01, max: 100, noNaN: true }), (count, size) => {
      const contribution = new Float64Array(200).fill(size, 0, count);
      expect(participationRatio(contribution)).toBeCloseTo(count, 6);
    }),
  );
  expect(participationRatio(new Float64Array(3))).toBe(0);
});

test("numbers come back as f32 rounds them", () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true })), (values) => {
      expect(Array.from(unpacked(packed(values)))).toEqual(values);
    }),
  );
});

describe("tokens that begin an emoji", () => {
  const bytes = (...values: number[]) => Uint8Array.from(values);
  const pieces = [
    bytes(0x41),
    bytes(0xf0),
    bytes(0x20, 0xf0, 0x9f),
    bytes(0xe2),
    new TextEncoder().encode("🎉"),
    bytes(0x20),
  ];

  test("are whole emoji and the four-byte beginning; single bytes only where there is nothing longer", () => {
    expect(emojiTokens(pieces)).toEqual([2, 4]);
    expect(emojiTokens(pieces.slice(0, 2))).toEqual([1]);
    expect(emojiTokens(pieces, { emoji: ["😀"] })).toEqual([2]);
    expect(() => emojiTokens(pieces.slice(0, 1))).toThrow("no token that begins one of these emoji");
  });
});
