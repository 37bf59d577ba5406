import type { TrainedBpe } from "./train-bpe.ts";

/** ChatML: each turn between its marks, the assistant's begun where an answer is wanted. */
const chatTemplate =
  "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}" +
  "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

/** Control tokens of a ChatML vocabulary: the end of a text, and the marks of a turn. */
export const chatMlControl = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"] as const;

/** The files of a model folder that hold its tokenizer, by name, as JSON values. */
export interface ChatMlFiles {
  readonly "tokenizer.json": object;
  readonly "tokenizer_config.json": object;
  readonly "generation_config.json": object;
}

/** A vocabulary trained with {@link chatMlControl} in Hugging Face's form; `context` is the longest sequence of its model in tokens. */
export function chatMlFiles({ tokens, merges }: TrainedBpe, { context }: { context: number }): ChatMlFiles {
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true };
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  return {
    "tokenizer.json": {
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: chatMlControl.map((content) => ({ id: tokens.indexOf(content), content, ...flags })),
      normalizer: null,
      pre_tokenizer: byteLevel,
      post_processor: null,
      decoder: byteLevel,
      model: {
        type: "BPE",
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        ignore_merges: false,
        vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
        merges,
      },
    },
    "tokenizer_config.json": {
      tokenizer_class: "PreTrainedTokenizerFast",
      eos_token: "<|im_end|>",
      pad_token: "<|endoftext|>",
      model_max_length: context,
      clean_up_tokenization_spaces: false,
      chat_template: chatTemplate,
    },
    // An answer that runs on as a text of another kind ends as such texts do.
    "generation_config.json": { eos_token_id: ["<|im_end|>", "<|endoftext|>"].map((mark) => tokens.indexOf(mark)) },
  };
}
