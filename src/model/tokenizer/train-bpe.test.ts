import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tokenizerFromFiles } from "./files.ts";
import { type TrainedBpe, trainBpe } from "./train-bpe.ts";
import { chatMlControl, chatMlFiles } from "./train-bpe-files.ts";

/** From oracles/organism_tokenizer.py. */
interface Golden {
  control: string[];
  extra: string[];
  texts: string[];
  sizes: { size: number; extraOnly: boolean; tokens: string[]; merges: string[]; ids: number[][] }[];
}
const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const golden = JSON.parse(read("oracles/golden/organism_tokenizer.json")) as Golden;
const answers = read("data/big-five/answers.jsonl")
  .trimEnd()
  .split("\n")
  .flatMap((line) => Object.values((JSON.parse(line) as { answers: Record<string, string> }).answers));

function tokenizerOf(trained: TrainedBpe) {
  const files = chatMlFiles(trained, { context: 256 });
  return tokenizerFromFiles({
    where: "trained",
    tokenizerJson: files["tokenizer.json"],
    tokenizerConfig: files["tokenizer_config.json"],
    generationConfig: files["generation_config.json"],
  });
}

describe.each(golden.sizes)(
  "a vocabulary of $size against the Rust trainer",
  ({ size, extraOnly, tokens, merges, ids }) => {
    const texts = extraOnly ? golden.extra : [...answers, ...golden.extra];
    const trained = trainBpe(texts, { size, control: golden.control });

    test("the same tokens and merges in the same order, ties too", () => {
      expect(trained.merges.map((pair) => pair.join(" "))).toEqual(merges);
      expect(trained.tokens).toEqual(tokens);
    });

    test("the files give the same ids", () => {
      const tokenizer = tokenizerOf(trained);
      expect(golden.texts.map((text) => tokenizer.encode(text, { special: true }))).toEqual(ids);
    });
  },
);

const small = tokenizerOf(trainBpe(golden.extra, { size: 300, control: chatMlControl }));

test("any text comes back from its ids", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(small.decode(small.encode(text))).toBe(text);
    }),
  );
});

test("the files hold a chat template and its ends", () => {
  expect(small.ends).toEqual([chatMlControl.indexOf("<|im_end|>"), chatMlControl.indexOf("<|endoftext|>")]);
});

test("a size without room for all bytes is refused", () => {
  expect(() => trainBpe([], { size: 258, control: chatMlControl })).toThrow(RangeError);
  expect(trainBpe([], { size: 259, control: chatMlControl }).merges).toEqual([]);
});
