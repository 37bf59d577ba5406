import { badInput } from "../../base/errors.ts";
import { endKeys, type GgufVocabulary, tokenTypes } from "./gguf-vocabulary.ts";
import { tokenizerFromVocabulary, tokenizerJson } from "./json-tokenizer.ts";
import { preTokenization } from "./pre-names.ts";
import { splitAround } from "./rust-pre-tokenizer.ts";
import type { Tokenizer } from "./types.ts";

/** The tokenizer of a GGUF with a byte-level vocabulary and merges (`tokenizer.ggml.model` is `gpt2`). */
export function byteLevelTokenizer(vocabulary: GgufVocabulary, chatTemplate: string | undefined): Tokenizer {
  const pre = preTokenization(vocabulary.text("pre") ?? "default");
  const merges = vocabulary.strings("merges");
  if (merges === undefined) {
    throw badInput(
      "The GGUF's vocabulary has no merges (tokenizer.ggml.merges): convert the model again, or use its folder.",
    );
  }
  const { types } = vocabulary;
  const vocab: Record<string, number> = Object.create(null);
  const added: { id: number; content: string; special: boolean; normalized: boolean }[] = [];
  vocabulary.tokens.forEach((content, id) => {
    const type = types[id];
    if (type === tokenTypes.unused || content === "") return;
    if (type === tokenTypes.normal || type === tokenTypes.byte) vocab[content] = id;
    else added.push({ id, content, special: type !== tokenTypes.userDefined, normalized: false });
  });
  return tokenizerFromVocabulary({
    json: tokenizerJson.parse({
      added_tokens: added,
      pre_tokenizer: {
        type: "Sequence",
        pretokenizers: [
          ...pre.patterns.map(splitAround),
          { type: "ByteLevel", add_prefix_space: vocabulary.flag("add_space_prefix") ?? false, use_regex: false },
        ],
      },
      decoder: { type: "ByteLevel" },
      model: { type: "BPE", vocab, merges: merges.map(splitMerge), ignore_merges: pre.ignoreMerges ?? false },
    }),
    bos: vocabulary.id("bos_token_id"),
    wantsBos: vocabulary.flag("add_bos_token") ?? pre.wantsBos ?? false,
    ends: endKeys.flatMap((key) => vocabulary.id(key) ?? []),
    chatTemplate,
    size: vocabulary.tokens.length,
  });
}

/** The first half may itself begin with a space, never the second. */
function splitMerge(merge: string): [string, string] {
  const at = merge.indexOf(" ", 1);
  return [merge.slice(0, at), merge.slice(at + 1)];
}
