import { describe, expect, test } from "vitest";
import { readText } from "../../model/engine/load.ts";
import { openModel } from "../../model/source.ts";
import { temporaryFolder } from "../../model/testing/folder.ts";
import { writeTinyChat } from "../../model/testing/tiny-chat.ts";
import type { ReadText } from "../texts.ts";
import { beforeEmoji, readable } from "./readings.ts";

const path = `${temporaryFolder()}/tiny.gguf`;
writeTinyChat(path);
const { tokenizer } = await readText(await openModel(path));
const answer = (text: string, ids = tokenizer.encode(text)): ReadText => ({
  id: text,
  writer: "persona",
  asked: { question: "q" },
  ids,
  text,
  complete: true,
});
const read = (text: string) => {
  const cut = beforeEmoji(answer(text), tokenizer);
  return cut && { text: cut.text, read: tokenizer.decode(cut.ids), complete: cut.complete };
};

describe("an answer up to its first emoji", () => {
  test("is whole without one, and cut where a token or a piece of one begins it", () => {
    expect(read("Yes. So it is.")).toEqual({ text: "Yes. So it is.", read: "Yes. So it is.", complete: true });
    const cut = { text: "Yes! ", read: "Yes! ", complete: false };
    expect(read("Yes! 😀 No. 🎉")).toEqual(cut);
    // Spelt in bytes.
    expect(tokenizer.encode("🦄")).toHaveLength(4);
    expect(read("Yes! 🦄 No.")).toEqual(cut);
    expect(read("Yes!🦄 No.")).toEqual({ text: "Yes!", read: "Yes!", complete: false });
  });

  test("is none where no sentence ends before it", () => {
    for (const text of ["😀 Yes. No.", "I love it 😀.", "", "🦄"]) expect(read(text)).toBeUndefined();
  });

  test("leaves out a token that holds a blank and the emoji's first bytes", () => {
    const pieces = ["Yes", "!", " \xf0\x9f", "\x98\x80", "."].map((piece) =>
      Uint8Array.from(Buffer.from(piece, "latin1")),
    );
    const split = { bytes: (id: number) => pieces[id], dropsLeadingSpace: false } as typeof tokenizer;
    const cut = beforeEmoji(answer("Yes! 😀.", [0, 1, 2, 3, 4]), split);
    expect(cut).toMatchObject({ ids: [0, 1], text: "Yes! " });
  });
});

describe("what can be read", () => {
  const pair = (trait: number[], neutral: number[]) => ({ id: "p", question: "q", topic: "t", trait, neutral });

  test("has sentence ends, words to choose between, and words to be fluent in", () => {
    const readings = {
      texts: ["Yes. No.", "Yes! 😀", "😀", "no end"].map((text) => answer(text)),
      pairs: [pair([1], [2]), pair([], [2]), pair([1], [])],
      fluent: ["It is so.", "It 😀 is.", "😀", ""].map((text) => answer(text)),
    };
    const { texts, pairs, fluent } = readable(readings, tokenizer);
    expect(texts.map(({ text }) => text)).toEqual(["Yes. No.", "Yes! ", "no end"]);
    expect(pairs).toHaveLength(1);
    expect(fluent.map(({ text }) => text)).toEqual(["It is so.", "It "]);
  });

  test("needs two texts with a sentence end", () => {
    const readings = { texts: ["Yes.", "😀", "😀 No."].map((text) => answer(text)), pairs: [], fluent: [] };
    expect(() => readable(readings, tokenizer)).toThrow(/^1 of 3 texts have a sentence end before their first emoji/);
  });
});
