import { Tokenizer } from "@huggingface/tokenizers";
import { describe, expect, test } from "vitest";
import { preNames, preTokenization } from "./pre-names.ts";
import { splitAround } from "./rust-pre-tokenizer.ts";
import { preGolden } from "./testing/golden.ts";

/** The library's pre-tokenizer, as a tokenizer of this name has it. */
function cutter(name: string): { pre_tokenize(text: string): string[] } {
  const pre_tokenizer = { type: "Sequence", pretokenizers: preTokenization(name).patterns.map(splitAround) };
  const model = { type: "BPE", vocab: {}, merges: [] };
  const rest = { normalizer: null, post_processor: null, decoder: null, added_tokens: [] };
  return new Tokenizer({ ...rest, pre_tokenizer, model }, {}).pre_tokenizer;
}
const lengths = (pieces: string[]) => pieces.map((piece) => [...piece].length);

test.each(Object.keys(preGolden.lengths))("%s cuts as the Rust library does", (name) => {
  const cut = cutter(name);
  preGolden.texts.forEach((text, i) => {
    expect([text, lengths(cut.pre_tokenize(text))]).toEqual([text, preGolden.lengths[name]![i]]);
  });
});

test("every name cuts like one of those compared", () => {
  const compared = new Set(Object.keys(preGolden.lengths).map((name) => preTokenization(name).patterns.join("\0")));
  for (const name of preNames) expect(compared).toContain(preTokenization(name).patterns.join("\0"));
});

describe("known differences", () => {
  test("letters newer than the Rust library's tables: U+32491 (Unicode 17) is a letter where the ICU at hand knows it", () => {
    const isLetter = /\p{L}/u.test("\u{32491}");
    expect(cutter("gpt-2").pre_tokenize("½\u{32491}#")).toEqual(
      isLetter ? ["½", "\u{32491}", "#"] : ["½", "\u{32491}#"],
    );
  });
});

test("an unknown name is refused with the legal ones", () => {
  expect(() => preTokenization("kimi-k2")).toThrow(/"kimi-k2".*known are default, gpt-2, .*qwen2/);
});
