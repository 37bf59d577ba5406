import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { GgufMetadata, GgufValue } from "../../gguf/types.ts";
import type { ChatMessage } from "../types.ts";

const read = (name: string) =>
  JSON.parse(
    gunzipSync(readFileSync(new URL(`../../../../oracles/golden/${name}.json.gz`, import.meta.url))).toString("utf8"),
  );

interface JsonModel {
  vocab: Record<string, number>;
  merges: [string, string][];
  ignore_merges: boolean;
}

/** A tiny vocabulary as tokenizer.json and what the Rust library does with it. */
export interface JsonGolden {
  name: string;
  json: { added_tokens: { id: number; content: string; special: boolean }[]; model: JsonModel };
  config: Record<string, unknown>;
  /** What transformers makes of "x": with or without a begin token. */
  x: number[];
  /** Ids whose bytes are not UTF-8, and the reference's text of them. */
  broken: { ids: number[]; decoded: string }[];
  cases: { text: string; ids: number[]; plain: number[]; decoded: string; shown: string }[];
}

export const jsonGolden: JsonGolden[] = read("tokenizers_json");
export const jsonNamed = (name: string): JsonGolden => jsonGolden.find((one) => one.name === name)!;

/** A tiny SentencePiece vocabulary as a GGUF carries it and what the SentencePiece library does with it. */
export interface GgufGolden {
  name: string;
  metadata: Record<string, GgufValue>;
  cases: { text: string; plain: number[]; ids: number[]; decoded: string }[];
}

export const ggufGolden: GgufGolden[] = read("tokenizers_gguf");

/** The metadata of one of them, arrays typed as the GGUF reader gives them. */
export function ggufMetadata(name: string): Map<string, GgufValue> {
  const metadata = new Map(Object.entries(ggufGolden.find((one) => one.name === name)!.metadata));
  metadata.set("tokenizer.ggml.scores", Float32Array.from(metadata.get("tokenizer.ggml.scores") as number[]));
  metadata.set("tokenizer.ggml.token_type", Int32Array.from(metadata.get("tokenizer.ggml.token_type") as number[]));
  return metadata;
}

/** The metadata that llama.cpp's converter would write for a byte-level tokenizer.json. */
export function asGgufMetadata(golden: JsonGolden, pre: string, further: Record<string, GgufValue>): GgufMetadata {
  const tokens: string[] = [];
  for (const [token, id] of Object.entries(golden.json.model.vocab)) tokens[id] = token;
  const types = new Map<number, number>();
  for (const { id, content, special } of golden.json.added_tokens) {
    tokens[id] = content;
    types.set(id, special ? 3 : 4);
  }
  return new Map<string, GgufValue>([
    ["tokenizer.ggml.model", "gpt2"],
    ["tokenizer.ggml.pre", pre],
    ["tokenizer.ggml.tokens", tokens],
    ["tokenizer.ggml.token_type", Int32Array.from(tokens, (_, id) => types.get(id) ?? 1)],
    ["tokenizer.ggml.merges", golden.json.model.merges.map((merge) => merge.join(" "))],
    ...Object.entries(further),
  ]);
}

/** Texts and the lengths in characters of the pieces that the Rust library cuts them into, by pre-tokenizer. */
export const preGolden: { texts: string[]; lengths: Record<string, number[][]> } = read("tokenizers_pre");

type Render = { text: string; refusal?: undefined } | { text?: undefined; refusal: string };

/** Chat templates and what transformers renders; `renders[template][chat][generationPrompt]`. */
export const templateGolden: {
  templates: Record<string, string>;
  chats: ChatMessage[][];
  renders: Record<string, [Render, Render][]>;
  probes: { source: string; text: string }[];
} = read("templates");

/** Ids of real files' vocabularies by the reference libraries. */
export const realGolden: { texts: string[] } & Record<"smollm2" | "gemma3", { sha256: string; ids: number[][] }> =
  read("tokenizers_real");
