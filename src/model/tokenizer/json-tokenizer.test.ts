import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TraitlabError } from "../../base/errors.ts";
import { type TokenizerFiles, tokenizerFromFiles } from "./files.ts";
import { pieces } from "./pieces.ts";
import { jsonGolden, jsonNamed } from "./testing/golden.ts";

const filesOf = ({ name, json, config }: (typeof jsonGolden)[number]): TokenizerFiles => ({
  where: name,
  tokenizerJson: json,
  tokenizerConfig: config,
});
const named = (name: string) => tokenizerFromFiles(filesOf(jsonNamed(name)));

describe.each(jsonGolden)("$name against the Rust library", (golden) => {
  const tokenizer = tokenizerFromFiles(filesOf(golden));

  test("ids, with control tokens in the text recognised", () => {
    for (const { text, ids } of golden.cases)
      expect([text, tokenizer.encode(text, { special: true })]).toEqual([text, ids]);
  });

  test("ids, control tokens in the text as plain characters", () => {
    for (const { text, plain } of golden.cases) expect([text, tokenizer.encode(text)]).toEqual([text, plain]);
  });

  test("decoded text, control tokens left out or shown", () => {
    for (const { ids, decoded, shown } of golden.cases) {
      expect(tokenizer.decode(ids)).toBe(decoded);
      expect(tokenizer.decode(ids, { special: true })).toBe(shown);
    }
  });

  test("the begin token, where transformers puts one", () => {
    expect(tokenizer.encode("x", { bos: true })).toEqual(golden.x);
  });

  test("pieces lists every id but the control tokens", () => {
    const controls = golden.json.added_tokens.filter(({ special }) => special).map(({ id }) => id);
    expect(Array.from(pieces(tokenizer), ([id]) => id)).toEqual(
      Array.from({ length: tokenizer.vocab }, (_, id) => id).filter((id) => !controls.includes(id)),
    );
    for (const id of controls) expect(tokenizer.bytes(id)).toBeUndefined();
  });
});

describe("bytes that are no text", () => {
  test.each(["smollm", "llama3", "words"])(
    "byte-level (%s): as the Rust library, one U+FFFD for each maximal part",
    (name) => {
      for (const { ids, decoded } of jsonNamed(name).broken) expect(named(name).decode(ids)).toBe(decoded);
    },
  );

  test("byte fallback, a known difference: the Rust library gives one U+FFFD for each byte of a run that is no text", () => {
    const ours = jsonNamed("llama2").broken.map(({ ids }) => named("llama2").decode(ids));
    expect(ours).toEqual(["\ufffd", "a\ufffdb", "\ufffd", "\ufffd\ufffd", "\ufffd€", "ok\ufffd", "\ufffd(\ufffd"]);
    expect(jsonNamed("llama2").broken.map(({ decoded }) => decoded)).toEqual([
      "\ufffd\ufffd",
      "a\ufffd\ufffdb",
      "\ufffd\ufffd\ufffd",
      "\ufffd\ufffd",
      "\ufffd".repeat(5),
      "ok\ufffd",
      "\ufffd(\ufffd",
    ]);
  });

  test("a Metaspace decoder without byte fallback, a known difference: the same, it shows the pieces", () => {
    for (const { ids, decoded } of jsonNamed("metaspace").broken) expect(named("metaspace").decode(ids)).toBe(decoded);
  });
});

describe("round trips", () => {
  // Every byte has a token in these. A text of marks comes back as spaces, so marks are left out; a Metaspace puts no
  // mark before a text that begins with a space, as in the Rust library, and decoding drops that space.
  test.each(["llama3", "llama2", "mistral", "gemma"])("decode of encode is the text: %s", (name) => {
    const tokenizer = named(name);
    const lost = name === "mistral" ? /^[ ▁]+|▁/g : /▁/g;
    const text = fc.string({ unit: "binary", maxLength: 40 }).map((one) => one.replace(lost, ""));
    fc.assert(
      fc.property(text, (one) => {
        expect(tokenizer.decode(tokenizer.encode(one))).toBe(one);
      }),
      { numRuns: 500 },
    );
  });

  test("a Metaspace's leading space is lost, a known limit of the format: the same in the Rust library", () => {
    const tokenizer = named("mistral");
    expect([" ", "  ", " a"].map((text) => tokenizer.decode(tokenizer.encode(text)))).toEqual(["", " ", "a"]);
  });

  test("nothing decodes to nothing, and an id without a token adds nothing", () => {
    const tokenizer = named("llama2");
    expect(tokenizer.decode([])).toBe("");
    expect(tokenizer.encode("")).toEqual([]);
    expect(tokenizer.decode([tokenizer.vocab, -1, 1e9])).toBe("");
    expect(tokenizer.bytes(tokenizer.vocab)).toBeUndefined();
  });

  test('" ." keeps its space: nothing is cleaned up', () => {
    const tokenizer = named("llama3");
    expect(tokenizer.decode(tokenizer.encode("well . n't 's"))).toBe("well . n't 's");
  });

  test("lone surrogates are U+FFFD", () => {
    for (const tokenizer of [named("llama3"), named("gemma")]) {
      expect(tokenizer.encode("a\ud83db")).toEqual(tokenizer.encode("a\ufffdb"));
    }
  });
});

describe("special tokens", () => {
  test("ends: what the chat writes first, then the configured ones, each once", () => {
    const { json, config } = jsonNamed("gemma");
    const generationConfig = { eos_token_id: [1, 5] };
    const files = { where: "gemma", tokenizerJson: json, tokenizerConfig: config };
    expect(tokenizerFromFiles({ ...files, generationConfig }).ends).toEqual([5, 1]);
    expect(tokenizerFromFiles({ ...files, tokenizerConfig: { eos_token: "<eos>" } }).ends).toEqual([1]);
    expect(tokenizerFromFiles({ ...files, tokenizerConfig: {}, generationConfig }).ends).toEqual([1, 5]);
    expect(
      tokenizerFromFiles({ ...files, tokenizerConfig: {}, specialTokensMap: { eos_token: "<eos>" } }).ends,
    ).toEqual([1]);
    expect(tokenizerFromFiles({ ...files, tokenizerConfig: {}, config: { eos_token_id: 1 } }).ends).toEqual([1]);
    // A template of its own file counts as well.
    const jinja = { ...files, tokenizerConfig: { eos_token: "<eos>" }, chatTemplate: "x<end_of_turn>" };
    expect(tokenizerFromFiles(jinja).ends).toEqual([5, 1]);
  });

  test("control tokens by their text", () => {
    expect(named("smollm").control("<|im_end|>")).toBe(2);
    expect(named("smollm").control("the")).toBeUndefined();
    expect(named("llama3").control("<tool>")).toBeUndefined();
    expect(new TextDecoder().decode(named("smollm").bytes(2, { special: true }))).toBe("<|im_end|>");
  });

  test("the begin token comes from the configuration where the tokenizer adds none", () => {
    const { json } = jsonNamed("smollm");
    const config = { bos_token: "<|im_start|>", eos_token: "<|im_end|>", add_bos_token: true };
    const tokenizer = tokenizerFromFiles({ where: "x", tokenizerJson: json, tokenizerConfig: config });
    expect(tokenizer.encode("", { bos: true })).toEqual([1]);
    expect(tokenizer.encode("")).toEqual([]);
  });
});

test("a control token that eats white space eats U+FEFF too, a known difference: the Rust library leaves it", () => {
  const tokenizer = named("llama3");
  expect(tokenizer.decode(tokenizer.encode("<right> \ufeffx", { special: true }))).toBe("x");
});

describe("what cannot be used is refused by name", () => {
  const { json } = jsonNamed("smollm");
  const model = (change: object) => ({ ...json, model: { ...json.model, ...change } });
  test.each([
    ["a JSON that is none", null, "tokenizer.json of x cannot be used"],
    ["no vocabulary", { model: {} }, "model.vocab"],
    ["ids that are none", model({ vocab: { a: -1 } }), "vocab must map tokens to ids"],
    ["another model", model({ type: "Unigram" }), "only the model type BPE is supported"],
    ["dropout", model({ dropout: 0.1 }), "dropout is not supported"],
    ["a suffix of words", model({ end_of_word_suffix: "</w>" }), "end_of_word_suffix is not supported"],
    ["another decoder", { ...json, decoder: { type: "WordPiece" } }, '"WordPiece"'],
    ["no decoder", { ...json, decoder: null }, "decoder"],
    ["another pre-tokenizer", { ...json, pre_tokenizer: { type: "UnicodeScripts" } }, "pre-tokenizer UnicodeScripts"],
    ["an unknown behavior", { ...json, pre_tokenizer: { type: "Punctuation", behavior: "Odd" } }, "behavior Odd"],
    ["another normalizer", { ...json, normalizer: { type: "Nmt" } }, "Unknown Normalizer type: Nmt"],
    ["single words", { ...json, added_tokens: [{ id: 1, content: "x", single_word: true }] }, "single_word"],
    ["an absurd id", { ...json, added_tokens: [{ id: 1e9, content: "x" }] }, "the id 1000000000"],
  ])("%s", (_, tokenizerJson, message) => {
    const make = () => tokenizerFromFiles({ where: "x", tokenizerJson, tokenizerConfig: { eos_token: "<|im_end|>" } });
    expect(make).toThrow(TraitlabError);
    expect(make).toThrow(message);
  });

  test("no end token", () => {
    expect(() => tokenizerFromFiles({ where: "x", tokenizerJson: json })).toThrow("names no end-of-text token");
  });
});
