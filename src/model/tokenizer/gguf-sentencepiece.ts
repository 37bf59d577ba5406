import { badInput } from "../../base/errors.ts";
import { composeTokenizer } from "./compose.ts";
import { endIds } from "./ends.ts";
import { endKeys, type GgufVocabulary, tokenTypes } from "./gguf-vocabulary.ts";
import { byteOfPiece } from "./json-decoder.ts";
import { type Piece, PieceTable } from "./pieces.ts";
import { SentencePieceMerger, spaceMark } from "./sentencepiece.ts";
import { tokenSplitter } from "./token-splitter.ts";
import type { Tokenizer } from "./types.ts";

/**
 * The tokenizer of a GGUF with a SentencePiece vocabulary: scores and no merges (`tokenizer.ggml.model` is `llama`), as
 * LLaMA-2, Mistral 7B and Gemma have it. Where the file is silent, llama.cpp's defaults hold: begin token 1 in front,
 * end token 2, unknown 0, and a space in front of every text and after every control token.
 */
export function sentencePieceTokenizer(vocabulary: GgufVocabulary, chatTemplate: string | undefined): Tokenizer {
  const { tokens } = vocabulary;
  const bos = vocabulary.id("bos_token_id") ?? 1;
  const unknown = vocabulary.id("unknown_token_id") ?? 0;
  const types = typesOf(vocabulary, [bos, unknown, vocabulary.id("eos_token_id") ?? 2]);
  const ids = new Map<string, number>();
  const controls = new Map<string, number>();
  const userDefined = new Map<string, number>();
  const bytes: number[] = [];
  tokens.forEach((token, id) => {
    const type = types[id];
    if (type === tokenTypes.normal) ids.set(token, id);
    else if (type === tokenTypes.userDefined) userDefined.set(token, id);
    else if (type === tokenTypes.byte) bytes[byteOfPiece(token) ?? -1] = id;
    else if (type !== tokenTypes.unused) controls.set(token, id);
  });
  const scores = vocabulary.numbers("scores");
  if (scores === undefined) {
    throw badInput(
      "The GGUF's SentencePiece vocabulary has no scores (tokenizer.ggml.scores): convert the model again.",
    );
  }
  const merger = new SentencePieceMerger({ ids, scores, bytes: allBytes(bytes), unknown });
  const spaceFirst = vocabulary.flag("add_space_prefix") ?? true;
  const plain = splitterOf(userDefined);
  const knowing = splitterOf(new Map([...controls, ...userDefined]));
  return composeTokenizer({
    table: new PieceTable(tokens.length, (id) => pieceOf(tokens[id]!, types[id]!)),
    controls,
    bos,
    wantsBos: vocabulary.flag("add_bos_token") ?? true,
    ends: endIds({
      listed: endKeys.flatMap((key) => vocabulary.id(key) ?? (key === "eos_token_id" ? 2 : [])),
      control: (text) => controls.get(text),
      template: chatTemplate,
    }),
    dropsLeadingSpace: spaceFirst,
    encode: (text, special) =>
      (special ? knowing : plain)(marked(text)).flatMap((section) =>
        typeof section === "number" ? section : merger.encode(spaceFirst ? spaceMark + section : section),
      ),
  });
}

const marked = (text: string) => text.replaceAll(" ", spaceMark);

/** Tokens are recognised after spaces were marked, as SentencePiece does it: "▁▁" in a text is the token of two spaces. */
const splitterOf = (tokens: ReadonlyMap<string, number>) =>
  tokenSplitter(new Map([...tokens].flatMap(([token, id]) => (token === "" ? [] : [[marked(token), id]]))));

function pieceOf(token: string, type: number): Piece | undefined {
  switch (type) {
    case tokenTypes.unused:
      return undefined;
    case tokenTypes.normal:
      return { content: token.replaceAll(spaceMark, " "), control: false };
    case tokenTypes.byte:
      return { content: Uint8Array.of(byteOfPiece(token) ?? 0), control: false };
    default:
      return { content: token, control: type !== tokenTypes.userDefined };
  }
}

/** The file's token types; where it lists none, the pieces `<0x..>` are bytes and the named special tokens control. */
function typesOf(vocabulary: GgufVocabulary, special: readonly number[]): Uint8Array {
  if (vocabulary.numbers("token_type") !== undefined) return vocabulary.types;
  const types = Uint8Array.from(vocabulary.tokens, (token) =>
    byteOfPiece(token) === undefined ? tokenTypes.normal : tokenTypes.byte,
  );
  for (const id of special) types[id] = tokenTypes.control;
  return types;
}

/** All 256, or none: half a byte alphabet would drop characters without a word. */
function allBytes(bytes: readonly number[]): readonly number[] | undefined {
  return Array.from({ length: 256 }).every((_, byte) => bytes[byte] !== undefined) ? bytes : undefined;
}
