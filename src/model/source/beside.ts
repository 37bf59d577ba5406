import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { writeFailure } from "../../base/files.ts";

/** What of a model's folder goes along with its weights, where it is there; `config.json` is written anew. */
const beside = [
  "generation_config.json",
  "tokenizer.json",
  "tokenizer.model",
  "tokenizer_config.json",
  "special_tokens_map.json",
  "added_tokens.json",
  "vocab.json",
  "merges.txt",
  "chat_template.jinja",
];

/** Copies what lies beside the weights in one folder to another. Throws "incomplete" on a full disk. */
export function copyBeside(from: string, to: string): void {
  try {
    for (const name of beside) if (existsSync(join(from, name))) copyFileSync(join(from, name), join(to, name));
  } catch (error) {
    throw writeFailure(to, error);
  }
}
