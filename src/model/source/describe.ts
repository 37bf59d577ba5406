import { join } from "node:path";
import { readIfThere } from "../../base/files.ts";
import type { ModelConfig } from "../config.ts";
import type { GgufValue } from "../gguf/types.ts";
import type { ModelSource } from "../source.ts";
import { planNotes, planWeights } from "../weights/plan.ts";
import type { Weights } from "../weights/types.ts";
import type { RawModel } from "./raw-model.ts";

/** What `traitlab model inspect` tells; plain data. */
export interface ModelDescription {
  name: string;
  path: string;
  kind: "gguf" | "folder";
  license?: string;
  /** As the file names it, supported or not. */
  architecture: string;
  /** Absent where the model is not supported. */
  config?: ModelConfig;
  notes: readonly string[];
  /** Of the files with the weights. */
  bytes: number;
  parameters: number;
  /** In which encodings the weights lie in the files. */
  encodings: readonly { encoding: string; tensors: number; parameters: number; bytes: number }[];
  /** What they run as, and why; absent where the model is not supported. */
  runsAs?: Weights["notes"];
  /** Its kind (`gpt2`, `llama`, `BPE`, ...) and, of a GGUF, how it splits a text; absent where the model has none. */
  tokenizer?: { kind: string; pre?: string; tokens?: number };
  chatTemplate: boolean;
  /** A GGUF's metadata or a folder's config.json, long values cut short. */
  metadata: Readonly<Record<string, string>>;
  tensors: readonly { name: string; shape: readonly number[]; encoding: string }[];
}

/**
 * Describes a model: files of any architecture, and with a source how they are understood. `weights` says what was
 * prepared; without it, what `native` precision would be.
 */
export function describeModel(raw: RawModel, source?: ModelSource, weights?: Weights): ModelDescription {
  const tensors = raw.kind === "gguf" ? raw.file.tensors : [...raw.tensors.values()];
  const tokenizer = tokenizerOf(raw);
  return {
    name: raw.name,
    path: raw.path,
    kind: raw.kind,
    ...(raw.license === undefined ? {} : { license: raw.license }),
    architecture: raw.architecture,
    ...(source === undefined ? {} : { config: source.config, runsAs: weights?.notes ?? nativeNotes(source) }),
    notes: source?.notes ?? [],
    bytes: raw.kind === "gguf" ? raw.file.size : raw.files.reduce((sum, { size }) => sum + size, 0),
    parameters: tensors.reduce((sum, { shape }) => sum + count(shape), 0),
    encodings: encodingsOf(tensors),
    ...(tokenizer === undefined ? {} : { tokenizer }),
    chatTemplate: hasTemplate(raw),
    metadata: metadataOf(raw),
    tensors: tensors.map(({ name, shape, encoding }) => ({ name, shape, encoding })),
  };
}

const nativeNotes = (source: ModelSource) => planNotes(planWeights(source.tensors.values(), { precision: "native" }));

const count = (shape: readonly number[]): number => shape.reduce((product, axis) => product * axis, 1);

function encodingsOf(
  tensors: readonly { shape: readonly number[]; encoding: string; bytes: number }[],
): ModelDescription["encodings"] {
  const found = new Map<string, { encoding: string; tensors: number; parameters: number; bytes: number }>();
  for (const { shape, encoding, bytes } of tensors) {
    const sum = found.get(encoding) ?? { encoding, tensors: 0, parameters: 0, bytes: 0 };
    found.set(encoding, {
      encoding,
      tensors: sum.tensors + 1,
      parameters: sum.parameters + count(shape),
      bytes: sum.bytes + bytes,
    });
  }
  return [...found.values()].sort((a, b) => b.bytes - a.bytes);
}

function tokenizerOf(raw: RawModel): ModelDescription["tokenizer"] {
  if (raw.kind === "folder") {
    const model = objectAt(jsonOf(raw.path, "tokenizer.json"), "model");
    const vocab = objectAt(model, "vocab");
    if (model === undefined) return undefined;
    return {
      kind: String(model.type ?? "unknown"),
      ...(vocab === undefined ? {} : { tokens: Object.keys(vocab).length }),
    };
  }
  const get = (key: string) => raw.file.metadata.get(`tokenizer.ggml.${key}`);
  const [kind, pre, tokens] = [get("model"), get("pre"), get("tokens")];
  if (typeof kind !== "string") return undefined;
  return {
    kind,
    ...(typeof pre === "string" ? { pre } : {}),
    ...(Array.isArray(tokens) ? { tokens: tokens.length } : {}),
  };
}

function hasTemplate(raw: RawModel): boolean {
  if (raw.kind === "gguf") return typeof raw.file.metadata.get("tokenizer.chat_template") === "string";
  if (readIfThere(join(raw.path, "chat_template.jinja")) !== undefined) return true;
  return objectOf(jsonOf(raw.path, "tokenizer_config.json"))?.chat_template != null;
}

function metadataOf(raw: RawModel): Record<string, string> {
  const entries = raw.kind === "gguf" ? [...raw.file.metadata] : Object.entries(raw.config);
  return Object.fromEntries(entries.map(([key, value]) => [key, shortly(value)]));
}

const longest = 120;

function shortly(value: unknown): string {
  if (isList(value)) return `[${value.length} values]`;
  const text = typeof value === "object" ? JSON.stringify(value, printable) : String(value);
  return text.length > longest ? `${text.slice(0, longest)}...` : text;
}

/** JSON has no bigints. */
const printable = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value);

const isList = (value: unknown): value is Extract<GgufValue, { length: number }> & object =>
  Array.isArray(value) ? value.length > 8 : ArrayBuffer.isView(value);

/** A JSON file's value; undefined where there is none, or none that can be read (whoever needs it says so). */
function jsonOf(folder: string, name: string): unknown {
  try {
    return JSON.parse(readIfThere(join(folder, name)) ?? "null");
  } catch {
    return undefined;
  }
}

const objectOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;

const objectAt = (value: unknown, key: string): Record<string, unknown> | undefined => objectOf(objectOf(value)?.[key]);
