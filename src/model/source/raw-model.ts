import { realpathSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { badInput } from "../../base/errors.ts";
import { readIfThere } from "../../base/files.ts";
import { readGguf } from "../gguf/read.ts";
import type { GgufFile } from "../gguf/types.ts";
import { readWeightsFolder, type WeightsFile } from "../safetensors/folder.ts";
import type { StoredTensor } from "../weights/types.ts";

interface RawFacts {
  /** Absolute real path of the file or folder. */
  path: string;
  name: string;
  /** As the file names it: a GGUF's `general.architecture`, a folder's class. */
  architecture: string;
  license?: string;
}

export interface RawGguf extends RawFacts {
  kind: "gguf";
  file: GgufFile;
}

export interface RawFolder extends RawFacts {
  kind: "folder";
  /** `config.json` as it is. */
  config: Readonly<Record<string, unknown>>;
  files: readonly WeightsFile[];
  tensors: ReadonlyMap<string, StoredTensor>;
}

/** A model's files, read and checked but not yet understood: enough to list what is in them. */
export type RawModel = RawGguf | RawFolder;

/**
 * Reads a `.gguf` file or a model folder in Hugging Face's layout, of whatever architecture. Throws "bad-input" where
 * there is none or it is damaged.
 */
export async function readModelFile(path: string): Promise<RawModel> {
  const real = realPath(path);
  if (statSync(real).isDirectory()) return readFolder(real);
  if (/\.(safetensors|json|bin|pth?)$/.test(path)) {
    throw badInput(
      `${path} is a part of a model; give its folder, which holds config.json, tokenizer.json and the weights.`,
    );
  }
  return readFile(real);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw badInput(`There is no model at ${path}: a .gguf file or a folder in Hugging Face's layout is legal.`, cause);
  }
}

async function readFile(path: string): Promise<RawGguf> {
  const file = await readGguf(path);
  const text = (key: string): string | undefined => {
    const value = file.metadata.get(key);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const architecture = text("general.architecture");
  if (architecture === undefined) throw badInput(`${path} names no general.architecture: it is not a model.`);
  const name = text("general.name") ?? basename(path).replace(/\.gguf$/, "");
  return { kind: "gguf", path, name, architecture, ...licensed(text("general.license")), file };
}

async function readFolder(path: string): Promise<RawFolder> {
  const { files, tensors } = await readWeightsFolder(path);
  const config = readConfig(path);
  const architecture = [config.architectures].flat()[0];
  if (typeof architecture !== "string") throw badInput(`${join(path, "config.json")} lists no "architectures".`);
  return {
    kind: "folder",
    path,
    name: basename(path),
    architecture,
    ...licensed(cardLicense(path)),
    config,
    files,
    tensors,
  };
}

function readConfig(folder: string): Record<string, unknown> {
  const path = join(folder, "config.json");
  const text = readIfThere(path);
  if (text === undefined) throw badInput(`${folder} has no config.json: download the whole folder.`);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    throw badInput(`${path} is not JSON: download it again.`, cause);
  }
  throw badInput(`${path} is not a JSON object: download it again.`);
}

/** The `license:` line in the front matter of a model card. */
function cardLicense(folder: string): string | undefined {
  const card = readIfThere(join(folder, "README.md")) ?? "";
  return /^---\n[\s\S]*?^license:[ \t]*"?([\w.+-]+)"?[ \t]*$[\s\S]*?^---/m.exec(card)?.[1];
}

const licensed = (license: string | undefined): { license?: string } => (license === undefined ? {} : { license });
