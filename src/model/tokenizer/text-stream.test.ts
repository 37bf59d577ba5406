import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tokenizerFromGguf } from "./gguf-tokenizer.ts";
import { GraphemeStream } from "./grapheme-stream.ts";
import { ggufMetadata } from "./testing/golden.ts";
import { TextStream } from "./text-stream.ts";
import { Utf8Stream } from "./utf8-stream.ts";

/** The bytes or the text cut into pushes at random. */
const cuts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 40 });

function chunks<T extends { length: number; slice(start: number, end: number): T }>(whole: T, sizes: number[]): T[] {
  const out: T[] = [];
  for (let at = 0, i = 0; at < whole.length; i++) {
    const size = sizes[i % sizes.length]!;
    out.push(whole.slice(at, at + size));
    at += size;
  }
  return out;
}

describe("Utf8Stream", () => {
  const tricky = fc.constantFrom(
    ...[
      0x41, 0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xa0, 0x9f, 0xe2, 0x82, 0xac, 0xed, 0xf0, 0x90, 0x8f, 0xf4, 0xf5, 0xef, 0xbb,
      0xff,
    ],
  );

  test("any cutting gives what the whole gives, U+FEFF included", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), fc.array(tricky, { maxLength: 20 }), cuts, (any, some, sizes) => {
        const bytes = Uint8Array.from([...some, ...any]);
        const stream = new Utf8Stream();
        const streamed =
          chunks(bytes, sizes)
            .map((chunk) => stream.push(chunk))
            .join("") + stream.flush();
        expect(streamed).toBe(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  test("one U+FFFD for each maximal part of a sequence", () => {
    const decode = (...bytes: number[]) => {
      const stream = new Utf8Stream();
      return bytes.map((byte) => stream.push(Uint8Array.of(byte))).join("") + stream.flush();
    };
    // Examples of the Unicode Standard, table 3-8 to 3-11.
    expect(decode(0xc0, 0xaf, 0xe0, 0x80, 0xbf, 0xf0, 0x81, 0x82, 0x41)).toBe(`${"\ufffd".repeat(8)}A`);
    expect(decode(0xed, 0xa0, 0x80, 0xed, 0xbf, 0xbf, 0xed, 0xaf, 0x41)).toBe(`${"\ufffd".repeat(8)}A`);
    expect(decode(0xe1, 0x80, 0xe2, 0xf0, 0x91, 0x92, 0xf1, 0xbf, 0x41)).toBe(`${"\ufffd".repeat(4)}A`);
    expect(decode(0xf0, 0x9f, 0x98)).toBe("\ufffd");
  });

  test("text comes as soon as it is complete", () => {
    const stream = new Utf8Stream();
    expect([0xf0, 0x9f, 0x98, 0x80].map((byte) => stream.push(Uint8Array.of(byte)))).toEqual(["", "", "", "😀"]);
    expect(stream.push(Uint8Array.of(0xe2, 0x41))).toBe("\ufffdA");
  });
});

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

describe("GraphemeStream", () => {
  const whole = ["👩‍🚀", "👨‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "1️⃣", "🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u0301\u0302", "❤️", "각", "क्षि", "\r\n"];

  test.each(whole)("%j comes out whole, with what follows", (one) => {
    const stream = new GraphemeStream();
    // Character by character, as byte-level pieces complete them.
    const pushed = [...`a${one}b`].map((character) => stream.push(character)).filter((text) => text !== "");
    expect([...pushed, stream.flush()]).toEqual(["a", one, "b"]);
  });

  test("nothing is held back but the last grapheme", () => {
    const stream = new GraphemeStream();
    expect(stream.push("Hello 🇩🇪🇫")).toBe("Hello 🇩🇪");
    expect(stream.push("🇷")).toBe("");
    expect(stream.push("!")).toBe("🇫🇷");
    expect(stream.flush()).toBe("!");
    expect(stream.flush()).toBe("");
  });

  test("any cutting loses nothing and never splits a grapheme of the whole", () => {
    const piece = fc.oneof(
      fc.constantFrom(...whole, "🇺", "\u200d", "\ufe0f", "🏽", "\u0301", "a", " "),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), cuts, (pieces, sizes) => {
        const text = pieces.join("");
        const stream = new GraphemeStream();
        const boundaries = new Set([...segmenter.segment(text)].map(({ index }) => index)).add(text.length);
        let emitted = "";
        for (const chunk of chunks([...text], sizes)) {
          emitted += stream.push(chunk.join(""));
          expect(boundaries.has(emitted.length)).toBe(true);
        }
        expect(emitted + stream.flush()).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});

describe("TextStream", () => {
  test.each(["llama2", "mistral", "gemma"])(
    "%s: streamed text equals decode for any ids, control tokens shown or not",
    (name) => {
      const tokenizer = tokenizerFromGguf(ggufMetadata(name));
      const id = fc.oneof(
        fc.nat(tokenizer.vocab - 1),
        fc.integer({ min: 3, max: 270 }),
        fc.constant(tokenizer.vocab + 7),
      );
      fc.assert(
        fc.property(fc.array(id, { maxLength: 50 }), fc.boolean(), (ids, special) => {
          const stream = new TextStream(tokenizer, { special });
          const pushed = ids.map((one) => stream.push(one));
          expect(pushed.join("") + stream.flush()).toBe(tokenizer.decode(ids, { special }));
        }),
        { numRuns: 500 },
      );
    },
  );

  test("an emoji of many byte pieces comes out at once", () => {
    const tokenizer = tokenizerFromGguf(ggufMetadata("llama2"));
    const stream = new TextStream(tokenizer);
    const out = tokenizer.encode("so 👩‍🚀!").map((id) => stream.push(id));
    expect(out.filter((text) => text.includes("👩"))).toEqual(["👩‍🚀"]);
    expect(out.join("") + stream.flush()).toBe("so 👩‍🚀!");
  });
});
