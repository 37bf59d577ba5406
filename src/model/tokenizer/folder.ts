import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { badInput } from "../../base/errors.ts";
import type { TokenizerFiles } from "./files.ts";

/** Reads a model folder's tokenizer files. Throws "bad-input" where `tokenizer.json` is missing or a file is not JSON. */
export async function readTokenizerFiles(folder: string): Promise<TokenizerFiles> {
  const [tokenizerJson, tokenizerConfig, specialTokensMap, generationConfig, config, chatTemplate] = await Promise.all([
    readJson(folder, "tokenizer.json"),
    readJson(folder, "tokenizer_config.json"),
    readJson(folder, "special_tokens_map.json"),
    readJson(folder, "generation_config.json"),
    readJson(folder, "config.json"),
    readText(folder, "chat_template.jinja"),
  ]);
  if (tokenizerJson === undefined) {
    throw badInput(
      `${folder} has no tokenizer.json: download it with the model, or save one with transformers' AutoTokenizer.from_pretrained(...).save_pretrained(...).`,
    );
  }
  return { where: folder, tokenizerJson, tokenizerConfig, specialTokensMap, generationConfig, config, chatTemplate };
}

async function readText(folder: string, file: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, file), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw badInput(`${file} of ${folder} cannot be read: ${(error as Error).message}.`, error);
  }
}

async function readJson(folder: string, file: string): Promise<unknown> {
  const text = await readText(folder, file);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badInput(`${file} of ${folder} is not JSON: ${(error as Error).message}.`, error);
  }
}
