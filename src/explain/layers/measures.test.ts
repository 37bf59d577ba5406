import { describe, expect, test } from "vitest";
import { traitPole } from "../../trait/big-five.ts";
import { lensMeasures } from "./measures.ts";
import { markerTokens, wordTokens } from "./word-tokens.ts";

/** Cuts a text into the longest pieces that it knows, bytes for the rest. */
function cutter(words: readonly string[]) {
  const bytes = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
  const pieces = [...bytes, ...words.map((word) => new TextEncoder().encode(word))];
  const encode = (text: string): number[] => {
    const all = [...new TextEncoder().encode(text)];
    const ids: number[] = [];
    while (all.length > 0) {
      let best = 0;
      let length = 0;
      for (const [id, piece] of pieces.entries())
        if (piece.length > length && piece.every((byte, i) => all[i] === byte)) [best, length] = [id, piece.length];
      ids.push(best);
      all.splice(0, length);
    }
    return ids;
  };
  return {
    vocab: pieces.length,
    bos: undefined,
    ends: [0],
    dropsLeadingSpace: false,
    encode,
    decode: () => "",
    control: () => undefined,
    bytes: (id: number) => pieces[id],
    idOf: (word: string) => 256 + words.indexOf(word),
  };
}

describe("markerTokens", () => {
  const tokenizer = cutter([" soci", "soci", "Soc", " kind", "Kind", " talk", "t", "quiet", " qui"]);
  const found = (words: readonly string[]) =>
    [...markerTokens(tokenizer, words)].map(([id, word]) => [new TextDecoder().decode(tokenizer.bytes(id)), word]);

  test("are first tokens with a space and without, with a capital and without, of four letters or the whole word", () => {
    expect(found(["sociable", "kind", "talkative", "quiet"])).toEqual([
      ["soci", "sociable"],
      [" soci", "sociable"],
      [" kind", "kind"],
      ["Kind", "kind"],
      [" talk", "talkative"],
      ["quiet", "quiet"],
    ]);
  });

  test("of a word that begins with a letter or two are none", () => {
    expect(found(["reserved", "private"])).toEqual([]);
  });
});

test("a user's word is followed whatever its first token spells", () => {
  const tokenizer = cutter([" par", "party"]);
  expect(wordTokens(tokenizer, "party")).toEqual({
    ids: [tokenizer.idOf("party"), tokenizer.idOf(" par")],
    begins: "party or par",
  });
  expect(() => wordTokens(tokenizer, " ")).toThrow('" " is no word to follow');
});

describe("lensMeasures", () => {
  const poles = [traitPole("extraversion", "high"), traitPole("extraversion", "low")];
  const tokenizer = cutter([" 😀", "❤️", "talkative", " reserved", "priv", "!"]);

  test("emoji certain, begun and at most; each measure adds up sets of its own", () => {
    const { sets, measures } = lensMeasures(tokenizer, { poles, words: ["party"] });
    const idsOf = (id: string) => measures.find((each) => each.id === id)!.sets.flatMap((set) => sets[set]!.ids);
    expect(idsOf("emoji-certain")).toEqual([tokenizer.idOf(" 😀"), tokenizer.idOf("❤️")]);
    const begun = new Set(idsOf("emoji"));
    for (const id of [...idsOf("emoji-certain"), 0xf0]) expect(begun).toContain(id);
    for (const id of [0x20, 0xe2]) {
      expect(begun).not.toContain(id);
      expect(idsOf("emoji-upper")).toContain(id);
    }
    for (const { id } of measures) expect(new Set(idsOf(id)).size).toBe(idsOf(id).length);
    expect(idsOf("exclamation")).toEqual([0x21, tokenizer.idOf("!")]);
    expect(measures.find(({ id }) => id === "markers/extraversion/high")?.words).toEqual(["talkative"]);
    expect(measures.find(({ id }) => id === "markers/extraversion/low")?.words).toEqual(["reserved", "private"]);
    expect(measures.at(-1)).toMatchObject({ id: "word/party", ranked: true, tokens: 1 });
  });

  test("what cannot be followed is left out and said", () => {
    const { measures, warnings } = lensMeasures(cutter(["a"]), { poles, words: [] });
    expect(measures.map(({ id }) => id)).toEqual(["emoji", "emoji-upper", "exclamation", "newline", "end"]);
    expect(warnings).toEqual([
      expect.stringContaining("No word of extraversion"),
      expect.stringContaining("No word of introversion"),
    ]);
    const ascii = { ...cutter(["a"]), bytes: (id: number) => (id < 128 ? Uint8Array.of(id) : undefined) };
    expect(lensMeasures(ascii, { poles: [], words: [] })).toMatchObject({
      measures: [{ id: "emoji-upper" }, { id: "exclamation" }, { id: "newline" }, { id: "end" }],
      warnings: [expect.stringContaining("only an upper bound")],
    });
  });
});
