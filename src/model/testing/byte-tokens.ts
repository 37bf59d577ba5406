import { byteCharacters } from "../tokenizer/byte-level.ts";

/** Metadata of a GGUF with a token for each byte and an end, id 256, so that tokens can be counted by eye. */
export const byteTokens = (chatTemplate: string) => ({
  "tokenizer.ggml.model": "gpt2",
  "tokenizer.ggml.pre": "default",
  "tokenizer.ggml.tokens": [...byteCharacters, "<end>"],
  "tokenizer.ggml.token_type": Int32Array.of(...Array(256).fill(1), 3),
  "tokenizer.ggml.merges": [`${byteCharacters[0]} ${byteCharacters[1]}`],
  "tokenizer.ggml.eos_token_id": 256,
  "tokenizer.chat_template": chatTemplate,
});
