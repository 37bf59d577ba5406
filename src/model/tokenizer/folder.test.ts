import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { chatTemplateFromFiles } from "./chat-template.ts";
import { tokenizerFromFiles } from "./files.ts";
import { readTokenizerFiles } from "./folder.ts";
import { jsonNamed } from "./testing/golden.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "traitlab-tokenizer-"));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (file: string, content: unknown) =>
  writeFile(join(folder, file), typeof content === "string" ? content : JSON.stringify(content));

test("a folder with all the files", async () => {
  const { json, config } = jsonNamed("gemma");
  await write("tokenizer.json", json);
  await write("tokenizer_config.json", { ...config, chat_template: "overruled" });
  await write("generation_config.json", { eos_token_id: [1, 0] });
  await write("chat_template.jinja", "{{ bos_token }}{{ messages[0].content }}<end_of_turn>");
  const files = await readTokenizerFiles(folder);
  expect(tokenizerFromFiles(files).ends).toEqual([5, 1, 0]);
  const text = chatTemplateFromFiles(files).render([{ role: "user", content: "x" }], { generationPrompt: false });
  expect(text).toBe("<bos>x<end_of_turn>");
});

test("no tokenizer.json, broken JSON, a key of the wrong kind", async () => {
  await expect(readTokenizerFiles(folder)).rejects.toThrow(`${folder} has no tokenizer.json`);
  await write("tokenizer.json", "{");
  await expect(readTokenizerFiles(folder)).rejects.toThrow(`tokenizer.json of ${folder} is not JSON`);
  await write("tokenizer.json", jsonNamed("gemma").json);
  await write("tokenizer_config.json", { eos_token: 7 });
  const files = await readTokenizerFiles(folder);
  expect(() => tokenizerFromFiles(files)).toThrow(/tokenizer_config.json of .* cannot be used at eos_token/);
});
