import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TraitlabError } from "../../base/errors.ts";
import { readGguf } from "../gguf/read.ts";
import type { GgufValue } from "../gguf/types.ts";
import { type TestGguf, writeGguf } from "../testing/write-gguf.ts";
import { templateOfGguf, tokenizerFromGguf } from "./gguf-tokenizer.ts";
import { asGgufMetadata, ggufGolden, ggufMetadata, jsonNamed } from "./testing/golden.ts";

describe.each(ggufGolden)("SentencePiece kind: $name against the SentencePiece library", ({ name, cases }) => {
  const tokenizer = tokenizerFromGguf(ggufMetadata(name));

  test("ids, control tokens in the text as plain characters", () => {
    for (const { text, plain } of cases) expect([text, tokenizer.encode(text)]).toEqual([text, plain]);
  });

  test("ids, with control tokens in the text recognised", () => {
    for (const { text, ids } of cases) expect([text, tokenizer.encode(text, { special: true })]).toEqual([text, ids]);
  });

  test("decoded text", () => {
    // Known difference: the library writes the unknown token as " ⁇ ", here it is a control token and adds nothing.
    if (name === "no_bytes") expect(tokenizer.decode(tokenizer.encode("e\na"))).toBe("ea");
    else for (const { plain, decoded } of cases) expect(tokenizer.decode(plain)).toBe(decoded);
  });
});

test.each(["llama2", "mistral", "gemma"])(
  "read from a file of %s's metadata, the vocabulary is the same",
  async (name) => {
    const folder = mkdtempSync(join(tmpdir(), "traitlab-vocabulary-"));
    try {
      const path = join(folder, "vocabulary.gguf");
      const metadata = Object.fromEntries(ggufMetadata(name)) as TestGguf["metadata"];
      writeGguf(path, { metadata, tensors: [] });
      const tokenizer = tokenizerFromGguf((await readGguf(path)).metadata);
      const { cases } = ggufGolden.find((golden) => golden.name === name)!;
      for (const { text, ids } of cases) expect([text, tokenizer.encode(text, { special: true })]).toEqual([text, ids]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

describe("SentencePiece kind", () => {
  test("LLaMA-2's metadata, which is silent on it: begin token 1, end token 2, a space in front", () => {
    const metadata = ggufMetadata("llama2");
    for (const key of ["bos_token_id", "eos_token_id", "unknown_token_id"]) metadata.delete(`tokenizer.ggml.${key}`);
    const tokenizer = tokenizerFromGguf(metadata);
    expect([tokenizer.bos, tokenizer.ends, tokenizer.dropsLeadingSpace]).toEqual([1, [2], true]);
    const ids = tokenizer.encode("the", { bos: true });
    expect(ids).toEqual([1, ...tokenizer.encode("the")]);
    expect(new TextDecoder().decode(tokenizer.bytes(ids[1]!))).toBe(" the");
    expect(tokenizer.decode(ids)).toBe("the");
  });

  test("Mistral-7B-Instruct's: control tokens, flags and a template", () => {
    const tokenizer = tokenizerFromGguf(ggufMetadata("mistral"));
    expect(tokenizer.ends).toEqual([2]);
    const ids = tokenizer.encode("<s>[INST] hi [/INST]", { special: true });
    expect(ids.slice(0, 2)).toEqual([1, tokenizer.control("[INST]")]);
    expect(ids.at(-1)).toBe(tokenizer.control("[/INST]"));
  });

  test("Gemma's: no space in front, the chat's end of turn before the end of text", () => {
    const tokenizer = tokenizerFromGguf(ggufMetadata("gemma"));
    expect(tokenizer.dropsLeadingSpace).toBe(false);
    expect(tokenizer.ends).toEqual([tokenizer.control("<end_of_turn>"), 1]);
    expect(tokenizer.decode(tokenizer.encode(" x"))).toBe(" x");
    const metadata = ggufMetadata("gemma");
    metadata.delete("tokenizer.chat_template");
    expect(tokenizerFromGguf(metadata).ends).toEqual([1]);
  });

  test("flags of the file go before the defaults", () => {
    const metadata = ggufMetadata("llama2");
    metadata.set("tokenizer.ggml.add_bos_token", false).set("tokenizer.ggml.add_space_prefix", false);
    metadata.set("tokenizer.ggml.add_eos_token", true).set("tokenizer.ggml.eot_token_id", 5n);
    const tokenizer = tokenizerFromGguf(metadata);
    expect(tokenizer.encode("", { bos: true })).toEqual([]);
    expect(tokenizer.decode(tokenizer.encode(" x", { bos: true }))).toBe(" x");
    expect(tokenizer.ends).toEqual([5, 2]);
  });

  test("without token types, bytes and the special tokens are known by text and id", () => {
    const { cases } = ggufGolden.find(({ name }) => name === "llama2")!;
    const metadata = ggufMetadata("llama2");
    metadata.delete("tokenizer.ggml.token_type");
    const tokenizer = tokenizerFromGguf(metadata);
    for (const { text, plain } of cases) expect([text, tokenizer.encode(text)]).toEqual([text, plain]);
  });

  test.each(["llama2", "mistral", "gemma"])("decode of encode is the text: %s", (name) => {
    const tokenizer = tokenizerFromGguf(ggufMetadata(name));
    const text = fc.string({ unit: "binary", maxLength: 60 }).map((one) => one.replaceAll("▁", "_"));
    fc.assert(
      fc.property(text, fc.boolean(), (one, special) => {
        expect(tokenizer.decode(tokenizer.encode(one, { special: false }), { special })).toBe(one);
      }),
      { numRuns: 500 },
    );
  });
});

describe("byte-level kind", () => {
  const further = { "tokenizer.ggml.bos_token_id": 1, "tokenizer.ggml.eos_token_id": 2 };

  test("SmolLM2's metadata: the ids of its tokenizer.json", () => {
    const golden = jsonNamed("smollm");
    const template = { "tokenizer.chat_template": "<|im_end|>", "tokenizer.ggml.add_bos_token": false };
    const tokenizer = tokenizerFromGguf(asGgufMetadata(golden, "smollm", { ...further, ...template }));
    for (const { text, ids, plain, decoded } of golden.cases) {
      expect([text, tokenizer.encode(text, { special: true, bos: true })]).toEqual([text, ids]);
      expect([text, tokenizer.encode(text)]).toEqual([text, plain]);
      expect(tokenizer.decode(ids)).toBe(decoded);
    }
    expect([tokenizer.vocab, tokenizer.bos, tokenizer.ends]).toEqual([700, 1, [2]]);
  });

  test("Llama 3's: whole words without merging, a begin token where the file does not say", () => {
    const golden = jsonNamed("llama3");
    const tokenizer = tokenizerFromGguf(
      asGgufMetadata(golden, "llama-bpe", { ...further, "tokenizer.ggml.bos_token_id": 0 }),
    );
    // A GGUF does not say which tokens eat the space beside them.
    const cases = golden.cases.filter(({ text }) => !/<left>|<right>/.test(text));
    expect(cases.length).toBeGreaterThan(150);
    for (const { text, ids } of cases) expect([text, tokenizer.encode(text, { special: true })]).toEqual([text, ids]);
    expect(tokenizer.encode("x", { bos: true })).toEqual(golden.x);
  });

  test("unused tokens are ids without a text", () => {
    const metadata = new Map(asGgufMetadata(jsonNamed("smollm"), "smollm", further));
    const tokens = [...(metadata.get("tokenizer.ggml.tokens") as string[]), "[PAD700]"];
    const types = [...(metadata.get("tokenizer.ggml.token_type") as Int32Array), 5];
    metadata.set("tokenizer.ggml.tokens", tokens).set("tokenizer.ggml.token_type", Int32Array.from(types));
    const tokenizer = tokenizerFromGguf(metadata);
    expect([tokenizer.vocab, tokenizer.bytes(700), tokenizer.decode([700])]).toEqual([701, undefined, ""]);
  });

  test.each<[string, string, GgufValue | undefined, string]>([
    ["an unknown pre-tokenizer", "pre", "kimi-k2", 'names the pre-tokenizer "kimi-k2"'],
    ["no merges", "merges", undefined, "has no merges"],
    ["another kind", "model", "t5", 'of the kind "t5"'],
    ["no kind", "model", undefined, "of the kind undefined"],
    ["no tokens", "tokens", undefined, "holds no vocabulary"],
    ["empty tokens", "tokens", [], "holds no vocabulary"],
    ["tokens that are numbers", "tokens", Int32Array.of(1), "tokenizer.ggml.tokens of the GGUF is not a list of texts"],
    [
      "types of other length",
      "token_type",
      Int32Array.of(1),
      "tokenizer.ggml.token_type of the GGUF has 1 entries for 700",
    ],
    ["types of another kind", "token_type", BigInt64Array.of(1n), "is not a list of numbers"],
    ["an end token beyond the tokens", "eos_token_id", 700, "tokenizer.ggml.eos_token_id of the GGUF is 700"],
    ["an end token that is a text", "eos_token_id", "2", "is not a number"],
    ["no end token", "eos_token_id", undefined, "names no end-of-text token"],
    ["a flag that is none", "add_bos_token", 1, "is not true or false"],
  ])("%s is refused", (_, key, value, message) => {
    const metadata = new Map(asGgufMetadata(jsonNamed("smollm"), "smollm", further));
    if (value === undefined) metadata.delete(`tokenizer.ggml.${key}`);
    else metadata.set(`tokenizer.ggml.${key}`, value);
    expect(() => tokenizerFromGguf(metadata)).toThrow(TraitlabError);
    expect(() => tokenizerFromGguf(metadata)).toThrow(message);
  });

  test("a SentencePiece vocabulary without scores is refused", () => {
    const metadata = ggufMetadata("llama2");
    metadata.delete("tokenizer.ggml.scores");
    expect(() => tokenizerFromGguf(metadata)).toThrow("has no scores");
  });
});

test("the chat template, and further ones by name", () => {
  const metadata = new Map([
    ["tokenizer.chat_template", "a"],
    ["tokenizer.chat_template.tool_use", "b"],
  ]);
  expect(templateOfGguf(metadata)).toBe("a");
  expect(templateOfGguf(metadata, "tool_use")).toBe("b");
  expect(() => templateOfGguf(metadata, "rag")).toThrow(
    'has no chat template named "rag"; it has "default", "tool_use"',
  );
  expect(templateOfGguf(new Map())).toBeUndefined();
});
