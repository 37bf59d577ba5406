import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { badInput } from "../base/errors.ts";
import type { ModelConfig } from "./config.ts";
import type { GgufMetadata } from "./gguf/types.ts";
import { contentHash, type HashOptions, type NamedFile } from "./source/content-hash.ts";
import type { Interpretation } from "./source/interpretation.ts";
import { interpretLlamaFolder, type LlamaClass, llamaClasses } from "./source/llama-folder.ts";
import { interpretLlamaGguf } from "./source/llama-gguf.ts";
import { type RawModel, readModelFile } from "./source/raw-model.ts";
import type { FileState } from "./weights/open-file.ts";
import type { StoredTensor } from "./weights/types.ts";

/** A model as it lies on disk, read, checked and understood; the weights stay in its files. */
export interface ModelSource {
  kind: "gguf" | "folder";
  /** Absolute real path of the file or folder; a folder's tokenizer files lie there. */
  path: string;
  name: string;
  license?: string;
  config: ModelConfig;
  /** By Hugging Face's names. */
  tensors: ReadonlyMap<string, StoredTensor>;
  /** A GGUF's metadata, the tokenizer's among it; empty for a folder. */
  metadata: GgufMetadata;
  /** The files that hold the weights, as they were when read. */
  files: readonly FileState[];
  /** What a user should know of how the files were understood. */
  notes: readonly string[];
  /** The files before they were understood, for `model inspect`. */
  raw: RawModel;
  /** SHA-256 of what makes the model: the GGUF file, or the folder's weights, configuration and tokenizer. Reads it all once. */
  sha256(options?: HashOptions): Promise<string>;
}

/**
 * Opens a `.gguf` file or a folder in Hugging Face's layout. Throws "bad-input" where there is none, it is damaged, or
 * its architecture or something that changes its numbers is not supported.
 */
export async function openModel(path: string): Promise<ModelSource> {
  return understand(await readModelFile(path));
}

/** Interprets files already read by {@link readModelFile}; throws as {@link openModel} does. */
export async function understand(raw: RawModel): Promise<ModelSource> {
  const { config, tensors, notes } = await interpret(raw);
  return {
    kind: raw.kind,
    path: raw.path,
    name: raw.name,
    ...(raw.license === undefined ? {} : { license: raw.license }),
    config,
    tensors,
    metadata: raw.kind === "gguf" ? raw.file.metadata : new Map(),
    files: raw.kind === "gguf" ? [raw.file] : raw.files,
    notes,
    raw,
    sha256: (options) => contentHash(hashedFiles(raw), options),
  };
}

async function interpret(raw: RawModel): Promise<Interpretation> {
  if (raw.kind === "gguf") {
    if (raw.architecture === "llama") return interpretLlamaGguf(raw.file);
    throw unsupported(raw, ["llama"]);
  }
  const kind = llamaClasses.find((name) => name === raw.architecture);
  if (kind === undefined) throw unsupported(raw, llamaClasses);
  return interpretLlamaFolder(raw.path, kind satisfies LlamaClass, raw.config, raw.tensors);
}

const unsupported = (raw: RawModel, supported: readonly string[]) =>
  badInput(
    `${raw.path} is of the architecture "${raw.architecture}", which is not supported; supported are ${supported.join(", ")}. ` +
      "`traitlab model inspect` lists what is in it.",
  );

/** Beside the weights, the files of a folder that decide what comes out. */
const deciding = [
  "config.json",
  "generation_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "special_tokens_map.json",
  "chat_template.jinja",
];

function hashedFiles(raw: RawModel): NamedFile[] {
  if (raw.kind === "gguf") return [{ name: basename(raw.path), path: raw.path }];
  const beside = deciding.map((name) => ({ name, path: join(raw.path, name) }));
  return [...raw.files, ...beside.filter(({ path }) => existsSync(path) && statSync(path).isFile())];
}
