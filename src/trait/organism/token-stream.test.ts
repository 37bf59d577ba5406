import { expect, test } from "vitest";
import { tokenizerFromFiles } from "../../model/tokenizer/files.ts";
import { organismDocuments } from "./corpus.ts";
import { marks } from "./document.ts";
import { tokenStream } from "./token-stream.ts";
import { organismTokenizer } from "./tokenizer.ts";

test("marks are control tokens: as many as the documents have, and none spelt out", async () => {
  const files = organismTokenizer(0, { size: 400, documents: 300, context: 128 });
  const tokenizer = tokenizerFromFiles({
    where: "the test",
    tokenizerJson: files["tokenizer.json"],
    tokenizerConfig: files["tokenizer_config.json"],
  });
  const stream = await tokenStream(tokenizer, { seed: 0, split: "heldout", documents: 40 }, async () => {});
  let texts = "";
  let documents = 0;
  for (const { text } of organismDocuments(0, "heldout")) {
    if (documents++ === 40) break;
    texts += text + marks.endOfText;
  }
  for (const mark of Object.values(marks)) {
    const id = tokenizer.control(mark)!;
    expect(stream.filter((one) => one === id).length, mark).toBe(texts.split(mark).length - 1);
  }
  expect(tokenizer.decode([...stream], { special: true })).toBe(texts);
  expect(tokenizer.decode([...stream])).not.toContain("<|");
});
