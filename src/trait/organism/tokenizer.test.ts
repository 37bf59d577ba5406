import { expect, test } from "vitest";
import { tokenizerFromFiles } from "../../model/tokenizer/files.ts";
import { organismDocuments } from "./corpus.ts";
import { planted, wholeEmoji } from "./planted.ts";
import { organismTokenizer, tokenizerShape } from "./tokenizer.ts";

const files = organismTokenizer(3, { ...tokenizerShape, documents: 3000 });
const tokenizer = tokenizerFromFiles({
  where: "organism",
  tokenizerJson: files["tokenizer.json"],
  tokenizerConfig: files["tokenizer_config.json"],
  generationConfig: files["generation_config.json"],
});

test("half of each voice's emoji are one token behind a blank, the others at least two", () => {
  for (const { emoji } of Object.values(planted))
    for (const one of emoji) {
      const { length } = tokenizer.encode(` ${one}`);
      if (wholeEmoji.includes(one)) expect([one, length]).toEqual([one, 1]);
      else expect(length).toBeGreaterThan(1);
    }
});

test("it has the size asked for, and documents come back from their ids, marks as control tokens", () => {
  expect(tokenizer.vocab).toBe(tokenizerShape.size);
  for (const { text } of take(200)) {
    const ids = tokenizer.encode(text, { special: true });
    expect(tokenizer.decode(ids, { special: true })).toBe(text);
    expect(ids.filter((id) => id === tokenizer.control("<|im_start|>")).length).toBe(
      text.split("<|im_start|>").length - 1,
    );
  }
});

function take(count: number) {
  const documents = organismDocuments(4);
  return Array.from({ length: count }, () => documents.next().value!);
}
