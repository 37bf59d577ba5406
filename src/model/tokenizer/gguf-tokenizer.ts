import { badInput } from "../../base/errors.ts";
import type { GgufMetadata } from "../gguf/types.ts";
import { chooseTemplate } from "./choose-template.ts";
import { byteLevelTokenizer } from "./gguf-byte-level.ts";
import { sentencePieceTokenizer } from "./gguf-sentencepiece.ts";
import { readGgufVocabulary } from "./gguf-vocabulary.ts";
import type { Tokenizer } from "./types.ts";

/**
 * Makes the tokenizer of a GGUF's own vocabulary (metadata keys `tokenizer.ggml.*`). Throws "bad-input" for a vocabulary
 * kind or pre-tokenizer that is not known, and for a damaged vocabulary.
 */
export function tokenizerFromGguf(metadata: GgufMetadata): Tokenizer {
  const vocabulary = readGgufVocabulary(metadata);
  const kind = vocabulary.text("model");
  const template = templateOfGguf(metadata);
  if (kind === "gpt2") return byteLevelTokenizer(vocabulary, template);
  if (kind === "llama") return sentencePieceTokenizer(vocabulary, template);
  throw badInput(
    `The GGUF's vocabulary is of the kind ${JSON.stringify(kind)} (tokenizer.ggml.model); supported are "gpt2" (byte-level BPE with merges) and "llama" (SentencePiece BPE with scores).`,
  );
}

const templateKey = "tokenizer.chat_template";

/** The source of the GGUF's chat template (`name`: one of the further ones it may hold), undefined where it has none. */
export function templateOfGguf(metadata: GgufMetadata, name?: string): string | undefined {
  const templates = new Map<string, string>();
  for (const [key, value] of metadata) {
    if (!key.startsWith(templateKey) || typeof value !== "string") continue;
    if (key === templateKey) templates.set("default", value);
    else if (key.startsWith(`${templateKey}.`)) templates.set(key.slice(templateKey.length + 1), value);
  }
  if (name === undefined && !templates.has("default")) return undefined;
  return chooseTemplate(templates, name, "The GGUF");
}
