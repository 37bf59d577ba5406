import { byteCharacters } from "../tokenizer/byte-level.ts";
import { tokenTypes } from "../tokenizer/gguf-vocabulary.ts";
import { type TinyLlama, type TinyTensor, tinyLlama, writeTinyGguf } from "./tiny-llama.ts";

/** ChatML, as most small chat models have it. */
const template =
  "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}" +
  "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

/** The emoji that have a token; others are spelt in bytes. */
export const wholeEmoji = ["🎉", "😀", "❤️"] as const;

/** The pairs that make a text one token, its last bytes first: so no other text that begins alike is merged in part. */
function mergesOf(text: string): [left: string, right: string][] {
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => byteCharacters[byte]!);
  return bytes
    .slice(0, -1)
    .map((byte, i): [string, string] => [byte, bytes.slice(i + 1).join("")])
    .reverse();
}

const control = ["<|im_start|>", "<|im_end|>"] as const;
const merges = wholeEmoji.flatMap(mergesOf);
const pieces = [...byteCharacters, ...control, ...merges.map((pair) => pair.join(""))];
const endOfTurn = pieces.indexOf("<|im_end|>");
const isControl = (piece: string | undefined) => control.some((known) => known === piece);

/**
 * A chat model of random weights, a token for each byte, some emoji and the two ends of a turn. Its width and vocabulary are multiples of 32, as rows
 * of block formats want them; the last tokens are unused.
 */
const tinyChat: TinyLlama = { ...tinyLlama, vocab: 288, context: 4096 };

/** Writes the tiny chat model as a GGUF; `options` change its sizes, encoding and seed. The file depends on nothing else. */
export function writeTinyChat(path: string, options: Partial<TinyLlama> = {}): void {
  const size = { ...tinyChat, ...options };
  const types = Int32Array.from({ length: size.vocab }, (_, id) =>
    id >= pieces.length ? tokenTypes.unused : isControl(pieces[id]) ? tokenTypes.control : tokenTypes.normal,
  );
  writeTinyGguf(
    path,
    size,
    {
      "tokenizer.ggml.model": "gpt2",
      "tokenizer.ggml.pre": "gpt-2",
      "tokenizer.ggml.tokens": Array.from(types, (_, id) => pieces[id] ?? `<unused${id}>`),
      "tokenizer.ggml.token_type": types,
      "tokenizer.ggml.merges": merges.map((pair) => pair.join(" ")),
      "tokenizer.ggml.eos_token_id": endOfTurn,
      "tokenizer.chat_template": template,
    },
    speaking,
  );
}

/**
 * Random weights whose likely next bytes are letters, spaces, sentence ends and the bytes of an emoji, so that responses are short texts
 * of sentences, some with an emoji: every embedding has a large first entry, which the residual stream carries to the head, and the
 * head's first column holds the likings.
 */
function speaking(tensors: TinyTensor[]): TinyTensor[] {
  for (const { name, shape, values } of tensors) {
    const [rows, width] = shape;
    const entry = { "model.embed_tokens.weight": () => 4, "lm_head.weight": likingOf }[name];
    if (entry) for (let id = 0; id < rows!; id++) values[id * width!] = entry(id);
  }
  return tensors;
}

const emojiTokens = wholeEmoji.map((emoji) => pieces.indexOf(mergesOf(emoji).at(-1)!.join("")));

function likingOf(id: number): number {
  if (id === endOfTurn) return 1.5;
  if (emojiTokens.includes(id)) return 1.6;
  const character = pieces[id] ?? "";
  if (character === byteCharacters[0x20]) return 1.9;
  if (/^[a-z]$/.test(character)) return 1.3;
  return /^[.!?]$/.test(character) ? 1.6 : 0;
}
