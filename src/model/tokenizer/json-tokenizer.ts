import { Tokenizer as LibraryTokenizer } from "@huggingface/tokenizers";
import { z } from "zod";
import { badInput } from "../../base/errors.ts";
import { byteCharacters } from "./byte-level.ts";
import { composeTokenizer } from "./compose.ts";
import { endIds } from "./ends.ts";
import { readDecoder } from "./json-decoder.ts";
import { PieceTable } from "./pieces.ts";
import { asRustSplits, type JsonPart } from "./rust-pre-tokenizer.ts";
import type { Tokenizer } from "./types.ts";

/** A vocabulary in the form of `tokenizer.json`, with what other files say of its special tokens. */
export interface JsonVocabulary {
  json: TokenizerJson;
  bos: number | undefined;
  wantsBos: boolean;
  /** End ids that the files list, the most trusted first. */
  ends: readonly number[];
  chatTemplate: string | undefined;
  /** Number of ids, where it is more than the tokens given take up. */
  size?: number;
}

const part = z.looseObject({ type: z.string() }).nullish();
const off = (key: string) =>
  z.union([z.null(), z.literal(""), z.literal(0)], { error: `${key} is not supported, only null` }).optional();

/** What is read of `tokenizer.json`; what would change the ids and is not supported is refused by name. */
export const tokenizerJson = z.looseObject({
  added_tokens: z
    .array(
      z.looseObject({
        id: z.int().nonnegative(),
        content: z.string().min(1),
        special: z.boolean().default(false),
        single_word: z.literal(false, { error: "single_word is not supported, only false" }).default(false),
      }),
    )
    .default([]),
  normalizer: part,
  pre_tokenizer: part,
  post_processor: part,
  decoder: part,
  model: z.looseObject({
    type: z.literal("BPE", { error: "only the model type BPE is supported" }).default("BPE"),
    vocab: z.custom<Record<string, number>>(isVocabulary, { error: "vocab must map tokens to ids" }),
    merges: z.array(z.unknown()),
    dropout: off("dropout"),
    continuing_subword_prefix: off("continuing_subword_prefix"),
    end_of_word_suffix: off("end_of_word_suffix"),
    unk_token: z.string().nullish(),
    byte_fallback: z.boolean().nullish(),
  }),
});
export type TokenizerJson = z.infer<typeof tokenizerJson>;

/** Ids index arrays of that length: a damaged file must not ask for gigabytes. */
const mostIds = 10_000_000;

function isVocabulary(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((id) => Number.isInteger(id) && id >= 0 && id < mostIds);
}

/**
 * Makes the tokenizer. Encoding is `@huggingface/tokenizers`', set up to equal the Rust library's ids; decoding is ours.
 * Throws "bad-input" for what it would silently do otherwise, and where there is no end token.
 */
export function tokenizerFromVocabulary(vocabulary: JsonVocabulary): Tokenizer {
  const { json, bos, wantsBos, chatTemplate } = vocabulary;
  const decoder = readDecoder(json.decoder);
  const controls = new Map(json.added_tokens.flatMap(({ content, special, id }) => (special ? [[content, id]] : [])));
  return composeTokenizer({
    table: pieceTable(json, decoder.content, vocabulary.size ?? 0),
    controls,
    bos,
    wantsBos,
    ends: endIds({ listed: vocabulary.ends, control: (text) => controls.get(text), template: chatTemplate }),
    dropsLeadingSpace: decoder.dropsLeadingSpace,
    encode: encoder(json),
  });
}

function pieceTable(json: TokenizerJson, content: (token: string) => string | Uint8Array, size: number): PieceTable {
  const tokens: string[] = [];
  for (const [token, id] of Object.entries(json.model.vocab)) tokens[id] = token;
  const special = new Set<number>();
  for (const { id, content, special: isSpecial } of json.added_tokens) {
    if (id >= mostIds) throw badInput(`tokenizer.json gives an added token the id ${id}; at most ${mostIds} is legal.`);
    tokens[id] = content;
    if (isSpecial) special.add(id);
  }
  return new PieceTable(Math.max(tokens.length, size), (id) => {
    const token = tokens[id];
    if (token === undefined) return undefined;
    return special.has(id) ? { content: token, control: true } : { content: content(token), control: false };
  });
}

/** Two library tokenizers over one vocabulary: one that knows the control tokens in a text, one that does not. */
function encoder(json: TokenizerJson): (text: string, special: boolean) => number[] {
  const shared = {
    ...json,
    normalizer: json.normalizer ?? null,
    pre_tokenizer: withoutMissingBytes(json, asRustSplits(json.pre_tokenizer)),
    post_processor: null,
    decoder: null,
  };
  const config = { clean_up_tokenization_spaces: false };
  const knowing = build(shared, config);
  const plain = build(
    {
      ...shared,
      added_tokens: json.added_tokens.filter(({ special }) => !special),
      model: { type: "BPE", vocab: {}, merges: [] },
    },
    config,
  );
  plain.model = knowing.model;
  return (text, special) => {
    const { ids } = (special ? knowing : plain).encode(text, { add_special_tokens: false });
    // A character without a token and without an unknown token adds nothing, as in the Rust library.
    return ids.filter((id: number | undefined) => id !== undefined);
  };
}

function build(json: object, config: object): LibraryTokenizer {
  try {
    return new LibraryTokenizer(json, config);
  } catch (error) {
    throw badInput(`tokenizer.json cannot be used: ${(error as Error).message}.`, error);
  }
}

/**
 * Where a byte-level vocabulary lacks bytes (SmolLM2's lacks 21), the Rust library drops them before it merges and the
 * JavaScript one after, so that the neighbours stay apart: drop them before the model sees them.
 */
function withoutMissingBytes(json: TokenizerJson, preTokenizer: JsonPart | null): JsonPart | null {
  if (!JSON.stringify(preTokenizer).includes('"ByteLevel"') || json.model.unk_token != null) return preTokenizer;
  const missing = byteCharacters.filter((character) => !Object.hasOwn(json.model.vocab, character));
  if (missing.length === 0) return preTokenizer;
  const codes = missing.map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const drop: JsonPart = { type: "Replace", pattern: { Regex: `[${codes.join("")}]` }, content: "" };
  return { type: "Sequence", pretokenizers: [preTokenizer, drop] };
}
